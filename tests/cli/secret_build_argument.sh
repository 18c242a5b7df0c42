#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The value of a build argument that is a secret stands nowhere: not on the screen, not in any file.
. "$(dirname "$0")/common.sh"

in_actions
secret=tr0ub4dor-and-3 shaped=ghp_0123456789abcdefghijABCDEFGHIJ456789
export NPM_TOKEN="from/env 'quoted' <value>"
{
  step "[1/2] FROM debian"
  step "[2/2] RUN login --password=$secret --header $shaped" "user $secret\n$(printf %s "$secret" | base64)\n$shaped $NPM_TOKEN\n"
  step "[3/3] COPY $secret /$NPM_TOKEN"
  echo "WARNING: $secret and $shaped"
  echo "Dockerfile:2"
  echo "--------------------"
  echo "   2 | >>> RUN login --password=$secret $NPM_TOKEN"
  echo "--------------------"
  echo "ERROR: failed to build: failed to solve: process \"login --password=$secret $shaped\" did not complete successfully: exit code: 1"
} >"$work/stream"
STANDIN_METADATA=$(jq -nc '$ARGS.named' --arg a "$secret" --arg b "$shaped" --arg c "$NPM_TOKEN")
export STANDIN_METADATA
for status in 0 1; do
  replay "$work/stream" "$status"
  for format in text json; do
    run $((status * 4)) build --format "$format" --build-arg "PASSWORD=$secret" --build-arg "OTHER=$shaped" --build-arg NPM_TOKEN .
    for value in "$secret" "$shaped" "$NPM_TOKEN" "$(printf %s "$secret" | base64)" "from/env"; do
      if grep -raF -e "$value" "$work"/{project,tmp,home,cache,out,err,output,summary.md}; then fail "'$value' shows"; fi
    done
  done
done
same "names" "$(record '.request.build_args | join(" ")')" "PASSWORD OTHER NPM_TOKEN"
has "$log"/*.jsonl "\${PASSWORD}"
