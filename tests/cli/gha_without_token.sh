#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# type=gha without token or URL: buildx drops it in silence, so tidegate says it before the build and records it.
. "$(dirname "$0")/common.sh"

in_actions
replay gha-no-token
run 0 build --cache-from type=gha --cache-to type=gha,mode=max .
has "$err" "warning: type=gha was asked for, but ACTIONS_RUNTIME_TOKEN is not set and neither ACTIONS_RESULTS_URL"
has "$err" "::warning title=cache::type=gha was asked for"
awk '/type=gha was asked for/ && !said { said = NR } /load build definition/ && !built { built = NR } END { exit !(said && said < built) }' "$err" ||
  fail "it was not said before the build"
same "problems" "$(record '.cache.problems | length')" 1
same "exported" "$(record .cache.exported)" false
has "$GITHUB_STEP_SUMMARY" "type=gha was asked for"
same "nothing to compare with yet" "$(record .baseline)" null
first=$(record .id)

ACTIONS_RUNTIME_TOKEN=x run 0 build --cache-to type=gha .
same "compared with the build before, whose cache had the same trouble" "$(record .baseline.id)" "$first"
has "$err" "neither ACTIONS_RESULTS_URL nor ACTIONS_CACHE_URL is set"
lacks "$err" "ACTIONS_RUNTIME_TOKEN is not set"
run 0 build --cache-from type=local,src=x .
lacks "$err" gha
