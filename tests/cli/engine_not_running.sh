#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The engine does not answer: exit 3, nothing is recorded.
. "$(dirname "$0")/common.sh"

replay engine-not-running 1
run 3 build .
has "$err" "Cannot connect to the Docker daemon" "hint: start the Docker engine"
same "events" "$(events)" 0
