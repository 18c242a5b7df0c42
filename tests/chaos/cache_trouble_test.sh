#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A cache that breaks the build, with the real BuildKit: the kind of the trouble and its remedy are in the record, the
# build is made again without the broken half and ends well, `on-cache-failure: fail` fails, a failure of the Dockerfile
# never makes a second build, and what was built again is no measure for others.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

reserve='"match":{"route":"CreateCacheEntry"}'
look_up='"match":{"route":"GetCacheEntryDownloadURL"}'
upload='"match":{"route":"PutBlob"}'
to=(--cache-to "type=gha,mode=max")
from=(--cache-from "type=gha")

faults() { "$standin" faults "$1" >/dev/null; }
forget() {
  docker image rm -f chaos:trouble >/dev/null 2>&1 || true
  docker buildx prune -af >/dev/null 2>&1
}

# built NAME EXIT ARGUMENT..: one build; its record is the newest event.
built() {
  local name=$1 expected=$2 status=0
  shift 2
  timeout --signal KILL 120 "$tidegate" build --format json --events-dir "$scratch/events" \
    --store "$scratch/history.db" --tag chaos:trouble "$@" "$scratch/context" >"$scratch/out" 2>"$scratch/err" || status=$?
  check "$name: exit $expected" [ "$status" = "$expected" ]
  [ "$status" = "$expected" ] || tail -n 20 "$scratch/err" >&2
}
record_is() { events_of "$scratch/events" | tail -n 1 | jq -e "select(.event_type == \"docker_build\") | .metadata.build | $1" >/dev/null; }
shows() { record_is "$1" || { jq '{outcome, rebuilt, cache, error}' "$scratch/out" >&2; return 1; }; }
# trouble KIND HALF: the record has it, counted and with a remedy.
trouble() {
  check "...trouble $1 of the $2, with a remedy" shows \
    "any(.cache.troubles[]; .kind == \"$1\" and .half == \"$2\" and .count >= 1 and (.remedy | length) > 0)"
}

# breaks NAME FAULTS KIND ARGUMENT..: an export that breaks the build.
breaks() {
  local name=$1 kind=$3
  faults "$2"
  shift 3
  change "$scratch/context"
  built "$name" 0 "$@" "${to[@]}"
  trouble "$kind" export
  check "...built again without the export" shows \
    ".outcome == \"success\" and .rebuilt.without == \"export\" and .rebuilt.kind == \"$kind\" and (.cache.exported | not)"
  check "...time is that of both" shows '.duration_seconds > .rebuilt.duration_seconds'
  check "...what the first attempt ran was not cached" shows '.cache.state == "cold"'
  check "...not compared with healthy builds" shows 'all(.verdicts[]; .rule != "sigma" or .status == "inconclusive")'
  check "...the image is there" docker image inspect --format '' chaos:trouble
  change "$scratch/context"
  built "$name, fail" 4 --on-cache-failure fail "$@" "${to[@]}"
  check "...no second build" shows '.rebuilt == null and .error.class == "cache_service"'
  trouble "$kind" export
}

# goes_on NAME FAULTS KIND HALF ARGUMENT..: a trouble that breaks nothing.
goes_on() {
  local name=$1 kind=$3 half=$4
  faults "$2"
  shift 4
  change "$scratch/context"
  built "$name" 0 --gate off "$@"
  trouble "$kind" "$half"
  check "...one build" shows '.rebuilt == null'
}

exports_that_break() {
  breaks "write denied" '[{"kind":"write_denied"}]' write-denied
  breaks "500 on reserve" "[{\"kind\":\"status\",\"status\":500,$reserve}]" service-error
  breaks "401" '[{"kind":"token_expired"}]' token-rejected
  breaks "connections close" '[{"kind":"refuse"}]' connection-lost
  breaks "503 on upload, for ever" "[{\"kind\":\"status\",\"status\":503,$upload}]" export-stalled --cache-export-stall 3s
  breaks "429 for ever" "[{\"kind\":\"status\",\"status\":429,$reserve}]" export-stalled --cache-export-limit 4s
}

troubles_that_do_not() {
  goes_on "write denied, ignore-error" '[{"kind":"write_denied"}]' write-denied export \
    --cache-to "type=gha,mode=max,ignore-error=true"
  goes_on "429 three times" "[{\"kind\":\"status\",\"status\":429,\"count\":3,$reserve}]" slow-export export "${to[@]}"
  goes_on "500 on look-up" "[{\"kind\":\"status\",\"status\":500,$look_up}]" service-error import "${from[@]}"
  goes_on "index blob 404" '[{"kind":"blob_missing","match":{"key_prefix":"index-"}}]' blob-gone import "${from[@]}"
  goes_on "index upload 403" '[{"kind":"index_upload_failure"}]' index-lost export "${to[@]}"
  goes_on "index reserved by a dead job" '[]' slow-export export "${to[@]}"
}

lost_layer() {
  faults '[]'
  change "$scratch/context"
  built "a build without a fault" 0 --gate off "${to[@]}"
  forget
  faults '[{"kind":"blob_missing","match":{"key_prefix":"buildkit-blob-"}}]'
  built "layer blob 404" 0 "${from[@]}"
  trouble blob-gone import
  check "...built again without the import" shows '.rebuilt.without == "import" and .outcome == "success"'
}

without_token() {
  unset ACTIONS_RUNTIME_TOKEN ACTIONS_RESULTS_URL
  goes_on "no token, no URL" '[]' dropped-silently both "${to[@]}" "${from[@]}"
}
with_reading_token() {
  eval "$("$standin" env --scope refs/heads/main=r)"
  goes_on "token may only read" '[]' read-only-token export "${to[@]}"
}
with_old_token() {
  eval "$("$standin" env --lifetime -1h)"
  goes_on "token has expired" '[]' token-expired both "${to[@]}" "${from[@]}"
}
with_no_jwt() {
  export ACTIONS_RUNTIME_TOKEN=no-jwt
  goes_on "token is malformed" '[]' token-malformed both "${to[@]}" "${from[@]}"
}
with_version_1() {
  export ACTIONS_CACHE_URL=$ACTIONS_RESULTS_URL
  unset ACTIONS_CACHE_SERVICE_V2
  faults '[]'
  change "$scratch/context"
  built "version 1 of the service" 0 --gate off "${to[@]}"
  trouble v1-service both
  check "...which the service does not speak: built again without it" shows \
    '.rebuilt.without == "export" and .rebuilt.kind == "v1-client"'
}
# with_own_environment PART: in a subshell, which hands its failures out by its exit code.
# shellcheck disable=SC2030,SC2031 # meant
with_own_environment() { (failures=0 && "$1" && exit "$failures") || failures=$((failures + $?)); }

dockerfile_at_fault() {
  faults '[{"kind":"write_denied"}]'
  printf 'FROM debian:bookworm-slim\nRUN false\n' >"$scratch/bad.Dockerfile"
  built "a Dockerfile that fails" 4 --file "$scratch/bad.Dockerfile" "${to[@]}"
  check "...no second build" shows '.rebuilt == null and .error.class == "step_failed"'
}

interrupted() {
  local status=0
  faults "[{\"kind\":\"status\",\"status\":503,$upload}]"
  change "$scratch/context"
  timeout --signal INT 5 "$tidegate" build --events-dir "$scratch/events" --store "$scratch/history.db" \
    --tag chaos:trouble "${to[@]}" "$scratch/context" >"$scratch/out" 2>"$scratch/err" || status=$?
  check "interrupted in a stalled export: cancelled" record_is '.outcome == "canceled" and .rebuilt == null'
  faults '[]'
}

verification() {
  local before
  before=$(rebuilt "$scratch/events" "$scratch/history.db")
  faults '[]'
  change "$scratch/context"
  # Layers of its own: an upload that was stopped leaves its key reserved, and nobody can save that layer again.
  printf 'FROM debian:bookworm-slim\nCOPY a.txt /\nRUN sleep 0.5; cp /a.txt /b.txt\n' >"$scratch/verify.Dockerfile"
  "$tidegate" build --file "$scratch/verify.Dockerfile" --verify-cache=2 --verify-cache-prune --format json --events-dir "$scratch/events" \
    --store "$scratch/history.db" --tag chaos:trouble "${to[@]}" "${from[@]}" "$scratch/context" \
    >"$scratch/out" 2>"$scratch/err" || { cat "$scratch/err" >&2; check "--verify-cache" false; }
  check "--verify-cache: two pairs with spread, all from the cache" jq -e '.pairs == 2 and .warm_from == "import"
    and .ratio.min <= .ratio.median and .ratio.median <= .ratio.max and .warm_hit_ratios == [1, 1]' "$scratch/out"
  check "...is an event" [ "$(events_of "$scratch/events" | tail -n 1 | jq -r .event_type)" = docker_cache_metrics ]
  check "...and no build" [ "$(rebuilt "$scratch/events" "$scratch/history.db")" = "$before" ]
}

prepare
start_standin
eval "$("$standin" env)"
new_context "$scratch/context" 0.1
exports_that_break
troubles_that_do_not
lost_layer
with_own_environment without_token
with_own_environment with_reading_token
with_own_environment with_old_token
with_own_environment with_no_jwt
with_own_environment with_version_1
dockerfile_at_fault
interrupted
verification
check "builds that were made again are marked in the history" \
  [ "$(sql "$scratch/history.db" 'select count(*) from docker_builds where rebuilt = 1')" = 8 ]
check "every event is whole" each_line_is_json "$scratch/events"
check "the token is in no event" [ "$(grep -cF "$ACTIONS_RUNTIME_TOKEN" "$scratch"/events/*.jsonl)" = 0 ]
finish
