#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A mistake in the Dockerfile: exit 4, its line is shown and recorded.
. "$(dirname "$0")/common.sh"

replay syntax-error 1
run 4 build -f syntax.Dockerfile .
has "$err" ">>> RUNN echo hi" "unknown instruction: RUNN (did you mean RUN?)"
same "class" "$(record .error.class)" dockerfile_syntax
same "line" "$(record .error.line)" 2
same "events" "$(events)" 1
