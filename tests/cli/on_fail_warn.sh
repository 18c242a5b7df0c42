#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# on-fail: warn keeps exit 0, and the verdict is called warn everywhere.
. "$(dirname "$0")/common.sh"

in_actions
replay cached-all
run 0 build --max-build-time 1ms --on-fail warn .
has "$err" "WARN" "::warning title=build-time warn::"
same "verdict" "$(record .verdict)" warn
has "$GITHUB_OUTPUT" warn
run 1 build --max-build-time 1ms .
has "$err" "FAIL" "::error title=build-time fail::"
