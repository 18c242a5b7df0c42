#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Nothing that tidegate makes can be written by others, whatever the umask allows; under a strict umask it works as well.
. "$(dirname "$0")/common.sh"

replay cold-multi-stage
git init --quiet
in_actions
use_everything() {
  rm -rf .tidegate .github "$XDG_CACHE_HOME"
  run 0 build --cache-from type=gha .
  run 0 init
  printf '{"event_type":' >>"$log/$(date -u +%Y-%m).jsonl" # a torn line, which the next event moves away
  run 0 events append --type backup --metadata '{}'
  run 3 events publish --remote http://127.0.0.1:9/o/r     # the spool
  GITHUB_TOKEN=x GITHUB_API_URL=http://127.0.0.1:9 run 3 history sync --repository o/r
  run 0 history rebuild
}
# What the test itself makes beside it does not count.
found() { find . "$XDG_CACHE_HOME" "$TMPDIR" -newer "$work/begin" "$@" -not -path . -not -path "$XDG_CACHE_HOME" -not -path "$TMPDIR" | sort; }

umask 000
: >"$work/begin"
use_everything
for part in .tidegate/spool .tidegate/history.db .tidegate/events/torn .github/tidegate.yml; do
  [ -e "$part" ] || fail "$part was not made"
done
[ -n "$(find "$XDG_CACHE_HOME" -type f)" ] || fail "no cache was made"
same "what others may write" "$(found -perm /022)" ""

umask 077
: >"$work/begin"
rm -f .dockerignore .gitignore "$TMPDIR"/* # of before
use_everything
same "what others may do anything with" "$(found -perm /077)" ""
