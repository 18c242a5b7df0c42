#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The stand-in for GitHub, for scripts: start, use by `eval "$(standin.sh env)"` or by its address, stop.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
state=${STANDIN_DIR:-$root/build/github-standin}
ready=$state/ready.json

usage() {
  cat <<'END'
usage: standin.sh start [--port N]          start it, unless it runs
       standin.sh stop
       standin.sh env   [--scope REF=RIGHTS]... [--lifetime 6h]
                                            the three variables that buildx reads, as `export` lines
       standin.sh token [--scope REF=RIGHTS]... [--lifetime 6h]
       standin.sh faults [JSON]             replace the faults (stdin where JSON is not given)
       standin.sh get PATH                  GET /_control/..., answer on stdout
       standin.sh post PATH                 POST /_control/..., body from stdin
       standin.sh url                       its address: GITHUB_SERVER_URL, and GITHUB_API_URL without the last slash
       standin.sh log                       path of the request log
RIGHTS is r, w or rw; without --scope it is refs/heads/main=rw.
STANDIN_DIR     state folder (default build/github-standin)
STANDIN_BINARY  the executable (default: the newest under build/)
END
}

die() {
  echo "standin.sh: $*" >&2
  exit 3
}

binary() {
  if [ -n "${STANDIN_BINARY:-}" ]; then
    printf '%s\n' "$STANDIN_BINARY"
    return
  fi
  local found
  found=$(find "$root/build" -maxdepth 5 -type f -name github_standin -printf '%T@ %p\n' 2>/dev/null |
    sort -n | tail -n 1 | cut -d ' ' -f 2-)
  [ -n "$found" ] || die "github_standin is not built; build with -DTIDEGATE_TESTS=ON"
  printf '%s\n' "$found"
}

# The process that the state folder belongs to, if it still is one of ours.
running_pid() {
  local pid
  pid=$(cat "$state/pid" 2>/dev/null) || return 1
  case $(readlink "/proc/$pid/exe" 2>/dev/null) in
  */github_standin*) printf '%s\n' "$pid" ;;
  *) return 1 ;;
  esac
}

# A dead process that nobody has waited for yet is gone too; its sockets are closed by then.
gone() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
  case ${stat##*) } in
  Z*) return 0 ;;
  *) return 1 ;;
  esac
}

url() {
  running_pid >/dev/null || die "not running (state folder $state); start it with: standin.sh start"
  sed -n 's/.*"url":"\([^"]*\)".*/\1/p' "$ready"
}

start() {
  if running_pid >/dev/null; then
    cat "$ready"
    return
  fi
  mkdir -p "$state"
  rm -f "$ready"
  local program
  program=$(binary)
  setsid "$program" serve --dir "$state/cache" --log "$state/requests.jsonl" --ready-file "$ready" \
    "$@" </dev/null >"$state/out" 2>&1 &
  local pid=$!
  printf '%s\n' "$pid" >"$state/pid"
  until [ -s "$ready" ]; do
    kill -0 "$pid" 2>/dev/null || die "the stand-in ended at once: $(cat "$state/out")"
    sleep 0.01
  done
  cat "$ready"
}

stop() {
  local pid
  pid=$(running_pid) || return 0
  kill -TERM "$pid"
  local deadline=$((SECONDS + 10))
  until gone "$pid"; do
    [ "$SECONDS" -lt "$deadline" ] || die "process $pid does not end"
    sleep 0.01
  done
  rm -f "$state/pid"
}

token() {
  case " $* " in
  *" --scope "*) ;;
  *) set -- --scope refs/heads/main=rw "$@" ;;
  esac
  "$(binary)" token "$@"
}

# The token goes into the environment only: an argument would be there for every process to see.
print_env() {
  local address
  address=$(url)
  printf 'export ACTIONS_RESULTS_URL=%s\n' "$address"
  printf 'export ACTIONS_RUNTIME_TOKEN=%s\n' "$(token "$@")"
  printf 'export ACTIONS_CACHE_SERVICE_V2=true\n'
}

command=${1:-}
[ $# -eq 0 ] || shift
case $command in
start) start "$@" ;;
stop) stop ;;
env) print_env "$@" ;;
token) token "$@" ;;
faults)
  if [ $# -gt 0 ]; then
    "$(binary)" control --url "$(url)" --post /_control/faults <<<"$1"
  else
    "$(binary)" control --url "$(url)" --post /_control/faults
  fi
  ;;
get) "$(binary)" control --url "$(url)" --get "${1:?PATH is missing}" ;;
post) "$(binary)" control --url "$(url)" --post "${1:?PATH is missing}" ;;
url) url ;;
log) printf '%s\n' "$state/requests.jsonl" ;;
-h | --help) usage ;;
*)
  usage >&2
  exit 2
  ;;
esac
