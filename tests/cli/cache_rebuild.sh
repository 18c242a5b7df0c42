#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The cache broke the build: it is made again without the broken half, once, unless that is not wanted or not possible.
. "$(dirname "$0")/common.sh"

in_actions
claims=$(jq -nc '{ac: "[{\"Scope\":\"refs/heads/main\",\"Permission\":3}]", exp: 4000000000}' | basenc --base64url -w 0 | tr -d =)
export ACTIONS_RESULTS_URL=http://127.0.0.1:9/ ACTIONS_CACHE_SERVICE_V2=true ACTIONS_RUNTIME_TOKEN=e30.$claims.x
caches=(--cache-from type=gha --cache-to "type=gha,mode=max" --cache-to type=inline)
builds() { grep -cx build "$STANDIN_CALLS" || true; }

# The first call of each run fails, the second succeeds: the hook of the stand-in looks at a file.
replay gha-export-denied
export STANDIN_FIRST=$work/first
# shellcheck disable=SC2016 # the stand-in expands it
export STANDIN_HOOK='if [ -e "$STANDIN_FIRST" ]; then STANDIN_STREAM=${STANDIN_STREAM%/*}/cached-all.jsonl; else : >"$STANDIN_FIRST"; STANDIN_STATUS=1; fi'

: >"$STANDIN_CALLS"
run 0 build --tag app:1 "${caches[@]}" .
has "$err" "the cache broke the build, not the Dockerfile (write-denied); building again without the cache export"
same "calls of buildx" "$(builds)" 2
same "exports to gha" "$(grep -cF 'type=gha,mode=max' "$STANDIN_CALLS")" 1
same "imports" "$(grep -cxE -- '(--cache-from=)?type=gha' "$STANDIN_CALLS")" 2
has "$STANDIN_CALLS" type=inline
same "left out" "$(record .rebuilt.without)" export
same "kind" "$(record .rebuilt.kind)" write-denied
same "trouble" "$(record '.cache.troubles[0].kind')" write-denied
same "series" "$(sql "select rebuilt from docker_builds")" 1

rm "$STANDIN_FIRST" && : >"$STANDIN_CALLS"
run 4 build --on-cache-failure=fail "${caches[@]}" .
same "calls of buildx" "$(builds)" 1
same "rebuilt" "$(record .rebuilt)" null

rm "$STANDIN_FIRST" && : >"$STANDIN_CALLS"
run 4 build "${caches[@]}" -f - . </dev/null
has "$err" "cannot be made again without the cache: its context or Dockerfile came from standard input"
same "calls of buildx" "$(builds)" 1

# It fails again, of the same: nothing more can be left out.
unset STANDIN_HOOK && : >"$STANDIN_CALLS"
replay gha-export-denied 1
run 4 build "${caches[@]}" .
same "calls of buildx" "$(builds)" 2

# A failure of the Dockerfile.
: >"$STANDIN_CALLS"
replay failed-run 1
run 4 build "${caches[@]}" .
same "calls of buildx" "$(builds)" 1

run 2 build --on-cache-failure=retry .
run 2 build --cache-export-stall=0 .
