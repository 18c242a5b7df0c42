#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What the cache service can do wrong, with the real BuildKit: tidegate neither crashes nor hangs, its exit code is right
# (4 where BuildKit fails the build and nobody builds it again, 0 where it goes on), and the fault is told in words: on stderr and in the record.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

reserve='"match":{"route":"CreateCacheEntry"}'
look_up='"match":{"route":"GetCacheEntryDownloadURL"}'
to=(--cache-to "type=gha,mode=max")
to_ignored=(--cache-to "type=gha,mode=max,ignore-error=true")
from=(--cache-from "type=gha")

# fault NAME FAULTS EXIT LIMIT WORDS ARGUMENT..: a build under FAULTS ends with EXIT within LIMIT seconds, and WORDS (an
# extended regular expression) are on stderr and in the record, in its problems, notices or error.
fault() {
  local name=$1 faults=$2 expected=$3 limit=$4 words=$5 status=0 begun took before=$failures
  shift 5
  [ -z "$faults" ] || "$standin" faults "$faults" >/dev/null
  change "$scratch/context"
  begun=$(now)
  timeout --signal KILL "$((limit * 4))" "$tidegate" build --gate off --on-cache-failure fail --format json --events-dir "$scratch/events" \
    --store "$scratch/history.db" --tag chaos:fault "$@" "$scratch/context" >"$scratch/out" 2>"$scratch/err" || status=$?
  took=$(seconds_since "$begun")
  check "$name: exit $expected" [ "$status" = "$expected" ]
  check "$name: within $limit s" at_most "$took" "$limit"
  check "$name: stderr tells it" grep -Eq "^tidegate: (warning|note): .*($words)" "$scratch/err"
  check "$name: the record tells it" record_tells "$words"
  [ "$failures" = "$before" ] || { cat "$scratch/err" && jq '{cache, notices, error}' "$scratch/out"; } >&2 || true
  [ "$failures" = "$before" ] || lost=$((lost + 1))
  printf '%-34s exit %s  %5s s\n' "$name" "$status" "$took" >>"$scratch/table"
}

record_tells() {
  events_of "$scratch/events" | tail -n 1 | jq -e --arg words "$1" \
    '.metadata.build | [.cache.problems[], .notices[], .error.message] | any(. != null and test($words))' >/dev/null
}
record_is() { events_of "$scratch/events" | tail -n 1 | jq -e ".metadata.build | $1" >/dev/null; }
hints() { grep -q '^tidegate: hint: the Dockerfile is not at fault' "$scratch/err"; }
forget() {
  docker image rm -f chaos:fault >/dev/null 2>&1 || true
  docker buildx prune -af >/dev/null 2>&1
}

without_token() {
  unset ACTIONS_RUNTIME_TOKEN ACTIONS_RESULTS_URL
  fault "no token, no URL" '[]' 0 30 'ACTIONS_RUNTIME_TOKEN is not set and neither .* buildx then drops this cache' "${to[@]}" "${from[@]}"
}
with_reading_token() {
  eval "$("$standin" env --scope refs/heads/main=r)"
  fault "token may only read" '[]' 0 30 'cache export left out: the job.s token may not write' "${to[@]}"
  fault "same, ignore-error" '[]' 0 30 'refuses the entry .a token that may only read' "${to_ignored[@]}"
}
with_old_token() {
  eval "$("$standin" env --lifetime -1h)"
  fault "token has expired" '[]' 0 30 'ACTIONS_RUNTIME_TOKEN has expired' "${to[@]}" "${from[@]}"
}
without_service() {
  export ACTIONS_RESULTS_URL=http://127.0.0.1:9/
  fault "no service, import" '' 0 30 'importing .* the connection is refused' "${from[@]}"
  fault "no service, export" '' 4 30 'exporting .* the connection is refused' "${to[@]}"
  fault "same, ignore-error" '' 0 30 'exporting .* the connection is refused' "${to_ignored[@]}"
}
# with_own_environment PART: in a subshell, which hands its failures out by its exit code.
# shellcheck disable=SC2030,SC2031 # meant
with_own_environment() { (failures=0 && "$1" && exit "$failures") || { failures=$((failures + $?)) && lost=$((lost + 1)); }; }

refused_writes() {
  fault "write denied" '[{"kind":"write_denied"}]' 4 30 'the cache service refuses the entry' "${to[@]}"
  check "...and is an error of the cache, not of the Dockerfile" record_is '.error.class == "cache_service"'
  check "...with a hint" hints
  fault "same, ignore-error" '[{"kind":"write_denied"}]' 0 30 'the cache service refuses the entry' "${to_ignored[@]}"
  fault "500 on reserve" "[{\"kind\":\"status\",\"status\":500,$reserve}]" 4 30 'internal error .500' "${to[@]}"
  check "...and is an error of the cache" record_is '.error.class == "cache_service"'
  fault "401" '[{"kind":"token_expired"}]' 4 30 'does not accept the token .401' "${to[@]}"
  fault "403 on a layer" '[{"kind":"status","status":403,"match":{"route":"PutBlob"}}]' 4 30 'no longer accepts the link to a layer .403' "${to[@]}"
}

too_many_requests() {
  fault "429 three times" "[{\"kind\":\"status\",\"status\":429,\"count\":3,$reserve}]" 0 40 \
    'cache export took [0-9.]+s of [0-9.]+s: .*429' "${to[@]}"
  fault "429 for ever, timeout=5s" "[{\"kind\":\"status\",\"status\":429,$reserve}]" 4 40 'too many requests .429' \
    --cache-to "type=gha,mode=max,timeout=5s"
}

failing_imports() {
  fault "500 on look-up" "[{\"kind\":\"status\",\"status\":500,$look_up}]" 0 30 'importing .* internal error .500' "${from[@]}"
  fault "index blob 404" '[{"kind":"blob_missing","match":{"key_prefix":"index-"}}]' 0 30 'importing .* is gone .404' "${from[@]}"
  fault "connections close, import" '[{"kind":"refuse"}]' 0 30 'importing .* closed in the middle' "${from[@]}"
  fault "connections close, export" '[{"kind":"refuse"}]' 4 30 'exporting .* closed in the middle' "${to[@]}"
}

# The layers have to be looked for in the cache: same source, nothing in the engine.
lost_layer() {
  local change_before
  change_before=$(declare -f change)
  fault_free --cache-to "type=gha,mode=max"
  forget
  change() { :; }
  fault "layer blob 404" '[{"kind":"blob_missing","match":{"key_prefix":"buildkit-blob-"}}]' 4 40 'is gone .404' "${from[@]}"
  check "...and is an error of the cache" record_is '.error.class == "cache_service"'
  eval "$change_before"
}
fault_free() {
  "$standin" faults '[]' >/dev/null
  change "$scratch/context"
  "$tidegate" build --quiet --gate off --events-dir "$scratch/events" --store "$scratch/history.db" --tag chaos:fault \
    "$@" "$scratch/context" >/dev/null 2>"$scratch/err" || { cat "$scratch/err" >&2; die "a build without a fault failed"; }
}

# BuildKit calls these exports done, and the next one waits 15 s for the index entry that was reserved and never written.
lost_index() {
  fault "index upload 403" '[{"kind":"index_upload_failure"}]' 0 40 \
    'was not stored although BuildKit called it done: its index entry is (still the old one|missing)' "${to[@]}"
  fault "index reserved by a dead job" '[]' 0 60 'cache export took [0-9.]+s of [0-9.]+s' "${to[@]}"
}

slowness() {
  fault "slow index" '[{"kind":"slow","delay_ms":7000,"match":{"route":"GetBlob","key_prefix":"index-"}}]' 0 40 \
    'importing cache manifest from gha took [0-9.]+s of' "${from[@]}"
  fault "service hangs, look-ups" "[{\"kind\":\"slow\",\"delay_ms\":7000,\"count\":2,$look_up}]" 0 60 \
    'the cache export could not be confirmed: .*(Timeout|timed out)' --cache-to "type=gha"
}

lost=0
prepare
start_standin
eval "$("$standin" env)"
new_context "$scratch/context" 0.1
fault_free "${to[@]}"
with_own_environment without_token
with_own_environment with_reading_token
with_own_environment with_old_token
refused_writes
too_many_requests
failing_imports
lost_layer
lost_index
slowness
with_own_environment without_service
check "the engine is alive" docker version --format alive
check "every event is whole" each_line_is_json "$scratch/events"
check "the token is in no event" [ "$(grep -cF "$ACTIONS_RUNTIME_TOKEN" "$scratch"/events/*.jsonl)" = 0 ]
cat "$scratch/table"
tally "cache service: cut, slow, lying" "$(wc -l <"$scratch/table")" "$lost"
finish
