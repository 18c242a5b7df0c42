#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The script around the stand-in, as the demo and other tests use it. Needs STANDIN_BINARY.
set -euo pipefail
. "$(dirname "$0")/../support/checks.sh"

standin=$(cd "$(dirname "$0")" && pwd)/standin.sh
STANDIN_DIR=$(mktemp -d)
export STANDIN_DIR
trap '"$standin" stop; rm -rf "$STANDIN_DIR"' EXIT

fails_with() { # TEXT COMMAND...
  local text=$1 output
  shift
  ! output=$("$@" 2>&1) && grep -Fq -- "$text" <<<"$output"
}
no_program() { ! readlink "/proc/$1/exe" >/dev/null 2>&1; }
terminated_cleanly() {
  local status=0
  "$STANDIN_BINARY" --dir "$STANDIN_DIR/other" --ready-file "$STANDIN_DIR/other.json" >/dev/null &
  local pid=$!
  until [ -s "$STANDIN_DIR/other.json" ]; do sleep 0.01; done
  kill -TERM "$pid"
  wait "$pid" || status=$?
  [ "$status" -eq 0 ]
}

check "without a server, env says how to start one" fails_with "standin.sh start" "$standin" env
first=$("$standin" start)
check "starting again finds the running one" [ "$("$standin" start)" = "$first" ]
pid=${first##*\"pid\":}
pid=${pid%%,*}

eval "$("$standin" env --scope refs/heads/x=rw --lifetime 1h)"
check "the address ends in a slash" grep -q '^http://127.0.0.1:[0-9]*/$' <<<"$ACTIONS_RESULTS_URL"
check "version 2 of the service is asked for" [ "$ACTIONS_CACHE_SERVICE_V2" = true ]
check "the token has three parts" grep -Eq '^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$' \
  <<<"$ACTIONS_RUNTIME_TOKEN"

check "faults are taken from an argument" grep -q '"faults":1' <("$standin" faults '[{"kind":"refuse"}]')
check "faults are taken from stdin" grep -q '"faults":0' <("$standin" faults <<<'[]')
check "a wrong fault fails" fails_with "no kind of fault" "$standin" faults '[{"kind":"x"}]'
check "url is the address alone" [ "$("$standin" url)" = "$ACTIONS_RESULTS_URL" ]
check "entries are listed" [ "$("$standin" get /_control/entries)" = "[]" ]
check "the log holds the requests and no token" grep -q '"/_control/faults"' "$("$standin" log)"

"$standin" stop
check "stop ends the process" no_program "$pid"
check "stop removes the ready file" [ ! -e "$STANDIN_DIR/ready.json" ]
check "stopping twice is fine" "$standin" stop
check "SIGTERM ends it with exit 0" terminated_cleanly
check "a port that is none is refused" fails_with "is no port" "$standin" start --port 99999
check "wrong use is explained" fails_with "usage:" "$standin" nonsense
finish
