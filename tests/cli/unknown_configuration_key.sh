#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An unknown key stops before buildx: exit 2, file, line and the nearest known key are named.
. "$(dirname "$0")/common.sh"

mkdir -p .github
printf 'gate:\n  mode: sigma\n  max-biuld-time: 90s\n' >.github/tidegate.yml
replay cached-all
run 2 build .
has "$err" ".github/tidegate.yml:3:3: unknown key \"max-biuld-time\"; did you mean \"max-build-time\"?"
[ ! -e "$STANDIN_CALLS" ] || fail "docker was called"

printf 'gate: [\n' >.github/tidegate.yml
run 2 build .
has "$err" ".github/tidegate.yml:"
run 2 build --config nowhere.yml .
has "$err" "no configuration file nowhere.yml"
run 2 gate --config nowhere.yml
rm .github/tidegate.yml
run 2 build --max-build-time soon .
has "$err" "max-build-time" "soon"
same "events" "$(events)" 0
