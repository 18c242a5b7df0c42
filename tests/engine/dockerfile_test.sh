#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# dockerfile_check.py on an engine of its own. Exit 77: not run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
engine=$here/../../scripts/engine
name=(--name test-dockerfile)

trap '"$engine" stop "${name[@]}" >/dev/null 2>&1 || true' EXIT
code=0
"$engine" start --private "${name[@]}" || code=$?
[ "$code" != 3 ] || { echo "engine.dockerfile: not run: no private engine here" && exit 77; }
[ "$code" = 0 ] || exit 1
"$engine" base-image "${name[@]}"
eval "$("$engine" env "${name[@]}")"
python3 "$here/dockerfile_check.py"
