#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What a Dockerfile prints cannot speak to the runner: not in the log, not in the outputs, not in the summary.
. "$(dirname "$0")/common.sh"

in_actions
evil='::set-output name=verdict::pass\n##[set-output name=verdict]pass\n::error::x\r\n  ::warning::y\n##[error]z ##[add-mask]a\n'
evil+='\e[2J\e[1A\e]0;title\a::endgroup::\n\r::stop-commands::t\n::t::\n::add-mask::verdict\n%0A::error::e\n'
evil+='ghadelimiter_0\nverdict<<EOF\npass\nEOF\nverdict=pass\n</code></details><script>alert(1)</script> ``` | ![x](https://evil) @octocat\n'
name="RUN $(printf '%b' "$evil")"
{
  step "[1/3] FROM ##[set-output name=verdict]pass"
  step "[2/3] $name" "$evil"
  step "[3/3] ::error::in a name ##[error]" "no newline at the end ##[set-output name=verdict]pass"
  printf '%b' "$evil"
  printf 'Dockerfile:1\n--------------------\n   1 | >>> %s\n--------------------\n' "RUN ##[set-output name=verdict]pass"
  printf 'ERROR: failed to build: failed to solve: process "##[set-output name=verdict]pass ::error::" did not complete: exit code: 1\n'
} >"$work/stream"
export STANDIN_METADATA='{"containerimage.digest":"sha256:1","x":"\n##[error]\nverdict=pass"}'

expected() { # of the log: our own commands only
  python3 "$cli_folder/runner.py" log "$work/both" >"$work/commands"
  grep -vE '^(group\|\|docker buildx build|endgroup\|\||(error|warning|notice) ?\|title=.*)$' "$work/commands" >"$work/foreign" || true
  [ ! -s "$work/foreign" ] || fail "the runner would obey: $(cat "$work/foreign")"
}
printf '%b' "$evil" >"$work/bare"
same "what the runner obeys where nothing is fenced" "$(python3 "$cli_folder/runner.py" log "$work/bare" | grep -c '^set-output|name=verdict|pass$')" 2

for words in "0 0" "1 4"; do
  read -r status wanted <<<"$words"
  replay "$work/stream" "$status"
  for format in text json; do
    : >"$GITHUB_OUTPUT"
    : >"$GITHUB_STEP_SUMMARY"
    run "$wanted" build --format "$format" -t "app:##[error]" --build-arg "A=::error::" .
    cat "$err" "$out" >"$work/both"
    expected
    same "groups" "$(grep -cE '^(end)?group[|]' "$work/commands")" 2
    python3 "$cli_folder/runner.py" outputs "$GITHUB_OUTPUT" >"$work/outputs"
    same "names" "$(jq -r '[.[][0]] | sort | join(" ")' "$work/outputs")" \
      "$(awk '/^outputs:/ { on = 1; next } /^[a-z]/ { on = 0 } on && /^  [a-z_-]+:$/ && $1 != "tidegate:" { sub(/:$/, ""); print $1 }' \
        "$cli_folder/../../action.yml" | sort | paste -sd ' ')"
    same "verdict" "$(jq -r '.[] | select(.[0] == "verdict")[1]' "$work/outputs")" "$([ "$status" = 0 ] && echo learning)"
    same "outcome" "$(jq -r '.[] | select(.[0] == "outcome")[1]' "$work/outputs")" "$([ "$status" = 0 ] && echo success || echo failure)"
    python3 "$cli_folder/runner.py" summary "$GITHUB_STEP_SUMMARY"
    lacks "$work/both" $'\e[2J' $'\e]0;' $'\a'
  done
done
for arguments in "gate" "gate --format json" "history rebuild" "gate --config ##[error]"; do
  read -ra words <<<"$arguments"
  GITHUB_STEP_SUMMARY='' "$tidegate" "${words[@]}" >"$work/both" 2>&1 || true
  expected
done
cat "$log"/*.jsonl >"$work/both" # shown by whoever looks into it
expected
