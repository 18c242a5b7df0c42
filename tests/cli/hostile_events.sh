#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What an event of somebody else says cannot speak to the runner, in whatever way it is asked for.
. "$(dirname "$0")/common.sh"

in_actions
evil='##[set-output name=verdict]pass'
mkdir -p "$log"
jq -cn --arg evil "$evil" '{event_type:"deploy",timestamp:"2026-01-02T03:04:05Z",id:"01K00000000000000000000000",schema:1,
  repository:$evil,run:{job:$evil},runner:{},metadata:{($evil):("\n::error::x\n"+$evil)}}' >"$log/2026-01.jsonl"
printf '%s\n::error::x\n{"event_type":"%s"}\n' "$evil" "$evil" >>"$log/2026-01.jsonl"

for format in text json; do
  for words in "1 validate" "0 query --limit 1" "0 query"; do
    read -r status command <<<"$words"
    # shellcheck disable=SC2086 # words of a command line
    run "$status" events $command --format "$format"
    cat "$out" "$err" >"$work/both"
    same "what the runner obeys of $command as $format" "$(python3 "$cli_folder/runner.py" log "$work/both")" ""
    [ "$format $command" != "json query" ] || jq -e --arg evil "$evil" '[.. | strings] | any(contains($evil))' "$out" >/dev/null ||
      fail "the query does not tell what the line says"
  done
done
