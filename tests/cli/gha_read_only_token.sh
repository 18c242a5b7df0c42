#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A token that may only read: the export is left out with a notice instead of failing the build.
. "$(dirname "$0")/common.sh"

in_actions
token() { # permission
  printf 'e30.%s.x' "$(jq -nc --arg ac "[{\"Scope\":\"refs/heads/main\",\"Permission\":$1}]" '{$ac, exp: 4000000000}' |
    basenc --base64url -w 0 | tr -d =)"
}
export ACTIONS_RESULTS_URL=http://127.0.0.1:9/ ACTIONS_CACHE_SERVICE_V2=true
replay gha-warm
ACTIONS_RUNTIME_TOKEN=$(token 1) run 0 build --cache-from type=gha --cache-to type=gha,mode=max --cache-to type=inline .
has "$err" "note: cache export left out: the job's token may not write any scope"
has "$STANDIN_CALLS" type=inline
lacks "$STANDIN_CALLS" type=gha,mode=max
same "notices" "$(record '.notices | length')" 1

ACTIONS_RUNTIME_TOKEN=$(token 3) ACTIONS_CACHE_MODE=read run 0 build --cache-to type=gha,mode=max .
has "$err" "cache export left out: ACTIONS_CACHE_MODE is read"
lacks "$STANDIN_CALLS" type=gha,mode=max

: >"$STANDIN_CALLS"
ACTIONS_RUNTIME_TOKEN=$(token 3) run 0 build --cache-to type=gha,mode=max .
lacks "$err" "left out"
has "$STANDIN_CALLS" type=gha,mode=max
grep -rqF "$(token 3)" "$work"/{project,tmp,cache,out,err,output,summary.md} && fail "the token shows"
exit 0
