#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# on_own_engine.sh NAME COMMAND..: runs the command on a private engine of that name, with the base image in it; for tests
# that prune, or that count what an engine holds. Exit: the command's, 77: not run.
set -euo pipefail
engine=$(cd "$(dirname "$0")/../.." && pwd)/scripts/engine
name=(--name "$1")
shift

trap '"$engine" stop "${name[@]}" >/dev/null 2>&1 || true' EXIT
code=0
"$engine" start --private "${name[@]}" || code=$?
[ "$code" != 3 ] || { echo "not run: no private engine here" && exit 77; }
[ "$code" = 0 ] || exit 1
"$engine" base-image "${name[@]}"
eval "$("$engine" env "${name[@]}")"
"$@"
