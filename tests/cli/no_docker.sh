#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Without docker nothing is built, nothing is recorded, and the way out is told: exit 3.
. "$(dirname "$0")/common.sh"

under=(env PATH=/nonexistent)
run 3 build .
has "$err" "docker" "not found" "hint: install docker"
same "events" "$(events)" 0
