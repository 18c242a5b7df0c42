# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the test scripts share. Source it. Exit codes of a test: 0 passed, 1 failed, 77 `not run: WHY`.
#   check WHAT C..        C must succeed; the test goes on, and `finish` fails it
#   not_run TEXT..        the test cannot run here
#   newest_program        path of the tidegate that was built last
#   now, seconds_since T, at_most A B

# shellcheck source-path=SCRIPTDIR source=../../scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

failures=0

not_run() { printf 'not run: %s\n' "$*"; exit 77; }

check() {
  local what=$1
  shift
  if "$@"; then
    say "fine: $what"
  else
    say "FAILED: $what"
    failures=$((failures + 1))
  fi
}

finish() { [ "$failures" = 0 ] || die "$failures checks failed"; say passed; }

newest_program() {
  find "$repo_root/build" -maxdepth 5 -type f -executable -name tidegate -printf '%T@ %p\n' 2>/dev/null |
    sort -n | tail -n 1 | cut -d ' ' -f 2-
}

now() { date +%s.%N; }
seconds_since() { awk -v from="$1" -v to="$(now)" 'BEGIN { printf "%.2f", to - from }'; }
at_most() { awk "BEGIN { exit !($1 <= $2) }"; }
