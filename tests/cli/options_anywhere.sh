#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Our options stand before, after and between those of buildx; a value that looks like one of ours stays a value.
. "$(dirname "$0")/common.sh"

replay cached-all
calls_of_build() { awk -v RS= '/^buildx\nbuild\n/' "$STANDIN_CALLS" | grep -v -e '^--progress=rawjson$' -e '^--metadata-file=' -e '^--iidfile='; }
wanted=$(printf '%s\n' buildx build -t app:1 --build-arg A=1 --pull .)

for words in \
  "--format json -t app:1 --build-arg A=1 --pull ." \
  "-t app:1 --build-arg A=1 --pull . --format json" \
  "-t app:1 --format=json --build-arg A=1 --gate off --pull --max-build-time=1h ."; do
  : >"$STANDIN_CALLS"
  read -ra arguments <<<"$words"
  run 0 build "${arguments[@]}"
  same "what buildx got" "$(calls_of_build)" "$wanted"
  same "image" "$(jq -r .image.ref "$out")" app:1
done

: >"$STANDIN_CALLS"
run 0 build --build-arg --format --label --max-build-time --build-arg=--gate -t --store -- .
same "what buildx got" "$(calls_of_build)" \
  "$(printf '%s\n' buildx build --build-arg --format --label --max-build-time --build-arg=--gate -t --store -- .)"
same "image" "$(record .image.ref)" --store
