# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the chaos tests count. Source it, beside ../support/checks.sh.
#   rounds N               N times CHAOS_ROUNDS, which is 1 and for figures more
#   tally KIND TRIALS LOST a line of the table that scripts/test prints at its end; a loss fails the test
#   random FROM TO         a number between
#   killed SECONDS C..     SIGKILL after a random part of 1.2 times SECONDS; the exit code in `status`. C must exec
#   hits                   how many of them met a living program
#   is_lost TEXT           says why, for people
# A loss: what tidegate called done is not there, or twice, or torn; what is there cannot be read by the next run; a run
# hangs, crashes, or ends with an exit code that does not say what happened.

hits=0

rounds() { echo $(($1 * ${CHAOS_ROUNDS:-1})); }

tally() {
  say "$1: $2 trials, $3 lost"
  [ -z "${CHAOS_REPORT:-}" ] || printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$CHAOS_REPORT"
  [ "$3" = 0 ] || failures=$((failures + 1))
}

is_lost() {
  say "LOST: $*"
  lost=$((${lost:-0} + 1))
}

random() { awk -v seed="$RANDOM$RANDOM" -v from="$1" -v to="$2" 'BEGIN { srand(seed); printf "%.4f", from + rand() * (to - from) }'; }

killed() {
  local pid moment
  moment=$(random 0 "$(awk "BEGIN { print 1.2 * $1 }")")
  shift
  status=0
  "$@" >/dev/null 2>&1 &
  pid=$!
  sleep "$moment"
  kill -KILL "$pid" 2>/dev/null || true
  { wait "$pid" || status=$?; } 2>/dev/null
  [ "$status" != 137 ] || hits=$((hits + 1))
}
