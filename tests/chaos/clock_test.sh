#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The clock of the machine jumps, by up to a year and either way, at random moments of builds and between them. Each build
# has one event, no time in it is negative, the index has what the log has, and the events are published.
# The time is changed by a library (jumping_clock.c), so the program has to be linked dynamically: the development build.
# JUMPING_CLOCK: that library.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../github/events_lib.sh"
. "$(dirname "$0")/tally.sh"
. "$(dirname "$0")/recorded.sh"

trials=$(rounds 12)

# The library, and before it that of the sanitizers, which wants to be the first.
preloads() {
  ldd "$tidegate" 2>/dev/null | awk '$1 ~ /^libasan/ { printf "%s ", $3 }'
  echo "$JUMPING_CLOCK"
}

# jump DAYS: the clock is so far off, from the next look at it. Written in place: a new file would not be the one mapped.
jump() {
  python3 -c 'import struct, sys; open(sys.argv[1], "r+b").write(struct.pack("=q", int(sys.argv[2])))' \
    "$scratch/clock" $(($1 * 86400 + RANDOM % 86400))
}
random_days() { echo $((RANDOM % 731 - 365)); }

exec_off() {
  export JUMPING_CLOCK_FILE=$scratch/clock LD_PRELOAD=$preload
  exec_job clock "$@"
}

build_trial() {
  local pid n
  status=0
  jump "$(random_days)"
  exec_off build --gate off --tag "clock:$1" . >"$scratch/out" 2>"$scratch/err" &
  pid=$!
  sleep "$(random 0 "$life")"
  jump "$(random_days)"
  wait "$pid" || status=$?
  n=$(lines_of clock | grep -c "\"clock:$1\"")
  [ "$status $n" = "0 1" ] || is_lost "build $1: exit $status, $n events: $(tail -n 2 "$scratch/err")"
  [ "$(lines_of clock | tail -n 1 | jq '[.. | numbers | select(. < 0)] | length')" = 0 ] || is_lost "build $1: a negative number"
}

prepare
replay_docker
[ -e "${JUMPING_CLOCK:-}" ] || not_run "JUMPING_CLOCK does not name the library; ctest does"
ldd "$tidegate" >/dev/null 2>&1 || not_run "tidegate is linked statically: its clock cannot be changed"
preload=$(preloads)
truncate -s 8 "$scratch/clock"
mkdir -p "$scratch/jobs/clock"
printf 'FROM scratch\n' >"$scratch/jobs/clock/Dockerfile"
jump 0
begun=$(now)
(exec_off build --gate off --tag clock:0 .) >"$scratch/out" 2>"$scratch/err" || die "a build with it does not work: $(cat "$scratch/err")"
life=$(seconds_since "$begun")
jump 300
(exec_off events append --type thing --metadata '{}') >/dev/null
check "the clock of the program is the one that jumps" [ "$(lines_of clock | jq -s 'map(.timestamp) | max > (now + 86400 * 200 | todate)')" = true ]
lost=0
for ((i = 1; i <= trials; i++)); do
  build_trial "$i"
  log_is_whole clock || is_lost "build $i: a torn line, or an id that is there twice"
done
(exec_off gate --gate off) >/dev/null 2>"$scratch/err" || is_lost "the gate after them: $(cat "$scratch/err")"
[ "$(sqlite3 "$(store_of clock)" 'SELECT count(*) FROM docker_builds')" = $((trials + 1)) ] || is_lost "the index has other builds than the log"
in_job clock events publish >/dev/null 2>"$scratch/err" || is_lost "publish: $(cat "$scratch/err")"
lines_of clock | jq -r .id >"$scratch/ids"
each_once "$scratch/ids" || is_lost "the branch holds other events than the log"
tally "clock jumps" "$trials" "$lost"
finish
