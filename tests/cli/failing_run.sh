#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A RUN that fails: exit 4, its excerpt is shown, what ran before it is recorded, nothing is judged.
. "$(dirname "$0")/common.sh"

replay failed-run 1
run 4 build -f run.Dockerfile --max-build-time 1ms .
has "$err" "error: boom" ">>> RUN echo \"about to fail\"" "exit code: 2"
same "class" "$(record .error.class)" step_failed
same "line" "$(record .error.line)" 3
same "success" "$(event .metadata.success)" false
same "verdicts" "$(record '.verdicts | length')" 0
same "failed steps" "$(record '[.steps[] | select(.error != null and .error != "")] | length')" 1
