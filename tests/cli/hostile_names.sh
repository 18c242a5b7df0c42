#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Names of files and folders in what a command answers cannot speak to the runner.
. "$(dirname "$0")/common.sh"

in_actions
replay cached-all
run 0 build .
evil='##[error]x'
obeyed() {
  cat "$out" "$err" >"$work/both"
  same "what the runner obeys of $*" "$(python3 "$cli_folder/runner.py" log "$work/both")" ""
}
for format in text json; do
  run 0 history rebuild --store "$evil/$evil.db" --format "$format"
  obeyed "history rebuild as $format"
  [ "$format" = json ] || has "$err" "$evil"
done
mkdir -p "$evil"
(cd "$evil" && git init -q .)
cp "$recordings/cold-multi-stage.jsonl" "$evil.jsonl"
sed -i "s/FROM/$evil FROM/g; s/RUN/$evil RUN/g" "$evil.jsonl"
for format in text json; do
  run 0 observe --rawjson "$evil.jsonl" --format "$format"
  obeyed "observe as $format"
  (cd "$evil" && run 0 init --dry-run --format "$format")
  obeyed "init as $format"
done
run 3 history stats --store "$evil.jsonl"
obeyed "an error"
