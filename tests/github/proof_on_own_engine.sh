#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# proof.sh prunes the build cache of its engine, so it gets a private one. Exit 77: not run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
engine=$here/../../scripts/engine
name=(--name test-proof)

trap '"$engine" stop "${name[@]}" >/dev/null 2>&1 || true' EXIT
code=0
"$engine" start --private "${name[@]}" || code=$?
[ "$code" != 3 ] || { echo "github.proof: not run: no private engine here" && exit 77; }
[ "$code" = 0 ] || exit 1
"$engine" base-image "${name[@]}"
eval "$("$engine" env "${name[@]}")"
"$here/proof.sh"
