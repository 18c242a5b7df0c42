#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Without the plugin docker takes buildx's options for its own: exit 3, and buildx is named, not its options.
. "$(dirname "$0")/common.sh"

cat >"$work/stream" <<'END'
unknown flag: --progress

Usage:  docker [OPTIONS] COMMAND [ARG...]

Run 'docker --help' for more information
END
replay "$work/stream" 125
run 3 build .
has "$err" "tidegate: docker has no buildx" "hint: install the docker-buildx plugin"
same "events" "$(events)" 0
