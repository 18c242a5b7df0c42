#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# No Dockerfile: exit 4, and the record says which kind of failure it was.
. "$(dirname "$0")/common.sh"

replay no-dockerfile 1
run 4 build .
has "$err" "open Dockerfile: no such file or directory"
same "class" "$(record .error.class)" dockerfile_missing
same "outcome" "$(record .outcome)" failure

replay no-dockerfile-f 1
run 4 build -f /nonexistent/Dockerfile .
same "class" "$(record .error.class)" dockerfile_missing
same "events" "$(events)" 2
