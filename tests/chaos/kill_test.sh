#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tidegate is killed (SIGKILL) at random moments of its life, 50 times in real builds and then many times in builds that
# take no time, where most of its life is the recording. Nothing of what it called done may be lost or torn.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

spread_trials=$(rounds 30) # evenly over 0 to 1.3 times the duration of a build
late_trials=$(rounds 20)   # from the end of buildx on
recorded_trials=$(rounds 60)
longest_survivor=0

# Takes the place of its shell, so that a kill meets tidegate itself.
exec_build() { exec "$tidegate" build --gate off --events-dir "$events" --store "$store" "$@" >"$scratch/out" 2>&1; }
build() { (exec_build "$@"); }

# The kernel names the children of each thread; buildx is started by the main one.
children_of() { read -r "$2" 2>/dev/null <"/proc/$1/task/$1/children" || true; }

wait_for_end_of_buildx() {
  local pid=$1 child=''
  while [ -z "$child" ] && kill -0 "$pid" 2>/dev/null; do children_of "$pid" child; sleep 0.002; done
  while [ -n "$child" ] && kill -0 "$pid" 2>/dev/null; do child='' && children_of "$pid" child; sleep 0.002; done
}

# trial NAME KIND DELAY: kills the build NAME and writes a line of the table: NAME KIND DELAY EXIT-STATUS
trial() {
  local name=$1 kind=$2 delay=$3 pid status=0
  exec_build --tag "$name" "$scratch/context" &
  pid=$!
  [ "$kind" != late ] || wait_for_end_of_buildx "$pid"
  sleep "$delay"
  kill -KILL "$pid" 2>/dev/null || true
  { wait "$pid" || status=$?; } 2>/dev/null
  printf '%s %s %s %s\n' "$name" "$kind" "$delay" "$status" >>"$scratch/table"
}

# The kernel ends buildx with tidegate (PDEATHSIG), and docker passes it on to its plugin; that takes its time.
watch_survivors() {
  local begun
  begun=$(now)
  until none_left 'buildx build'; do
    at_most "$(seconds_since "$begun")" 10 || die "buildx survives tidegate: $(mine 'buildx build' | paste -sd' ')"
    sleep 0.05
  done
  longest_survivor=$(awk -v a="$longest_survivor" -v b="$(seconds_since "$begun")" 'BEGIN { print (a > b ? a : b) }')
}

real_trials() {
  local i kind delay
  for ((i = 1; i <= spread_trials + late_trials; i++)); do
    kind=spread
    delay=$(awk -v i="$i" -v n="$spread_trials" -v d="$duration" -v r="$(random 0 1)" 'BEGIN { printf "%.3f", 1.3 * d * (i - r) / n }')
    [ "$i" -le "$spread_trials" ] || { kind=late && delay=$(random 0 "$recording"); }
    [ "$kind" = late ] || change "$scratch/context" # the end of a cached build is the same, and comes sooner
    trial "chaos:trial-$i" "$kind" "$delay"
    watch_survivors
    # Half of the databases are looked at, the others are left for the next build as they were.
    [ $((i % 2)) = 0 ] || [ ! -e "$store" ] || is_whole "$store" || die "the database is damaged after trial $i"
  done
}

quick_trials() {
  local i
  for ((i = 1; i <= recorded_trials; i++)); do
    trial "chaos:quick-$i" quick "$(random 0 "$(awk "BEGIN { print 1.3 * $duration }")")"
  done
}

# Of each trial: a build that was told to be done has one event, a killed one none or one.
account() {
  events_of "$events" | jq -r '.metadata.build.request.tags[0]' | sort | uniq -c | awk '{ print $2, $1 }' >"$scratch/counts"
  awk 'NR == FNR { events[$1] = $2; next }
    {
      n = events[$1] + 0; kind = $2; trials[kind]++
      if ($4 == 0) { done[kind]++; lost[kind] += n == 0 } else if ($4 == 137) { killed[kind]++; kept[kind] += n } else other[kind]++
      twice[kind] += n > 1
    }
    END {
      printf "%-8s %7s %9s %7s %17s %5s %6s %6s\n", "moments", "trials", "finished", "killed", "killed with event", "lost", "twice", "other"
      for (kind in trials) {
        printf "%-8s %7d %9d %7d %17d %5d %6d %6d\n", kind, trials[kind], done[kind], killed[kind], kept[kind], lost[kind], twice[kind], other[kind]
        bad += lost[kind] + twice[kind] + other[kind]
      }
      exit bad > 0
    }' "$scratch/counts" "$scratch/table"
}

check_all() {
  local log store_now before=$failures
  log=$(count_events "$events")
  check "every line of the log is an event" each_line_is_json "$events"
  check "no id is there twice" no_id_twice "$events"
  check "nothing that was told to be done is lost, nothing is there twice" account
  check "the database is whole" is_whole "$store"
  check "the next build works" build --tag chaos:next "$scratch/context"
  store_now=$(builds_in "$store")
  check "the index has all $((log + 1)) of the log after it, without a rebuild" [ "$store_now" = $((log + 1)) ]
  check "a rebuild finds the same" [ "$(rebuilt "$events" "$store")" = $((log + 1)) ]
  tally "$1" "$(wc -l <"$scratch/table")" "$(lost_since "$before")"
}

# Sets duration (of a build) and recording (from the end of buildx to the end): the shortest of three, since a machine
# that is busy for a moment would draw the trials out far beyond the life of most builds.
measure() {
  local i begun ended pid all late
  build --tag chaos:first "$scratch/context" || { cat "$scratch/out" >&2; die "a build does not work at all"; }
  duration=1000
  for i in 1 2 3; do
    change "$scratch/context"
    begun=$(now)
    exec_build --tag "chaos:measured-$i" "$scratch/context" &
    pid=$!
    wait_for_end_of_buildx "$pid"
    ended=$(now)
    wait "$pid"
    late=$(seconds_since "$ended") all=$(seconds_since "$begun")
    at_most "$duration" "$all" || { duration=$all && recording=$(awk "BEGIN { print $late + 0.02 }"); }
  done
  say "a build takes $duration s, of which $recording s after buildx"
}

prepare
new_context "$scratch/context"

events=$scratch/events store=$scratch/history.db
: >"$scratch/table"
measure
begun=$(now)
real_trials
say "real builds, $(seconds_since "$begun") s; the longest that a buildx outlived its tidegate: $longest_survivor s"
check_all "kill -9, build on the engine"

export FAKE_RECORDING=$repo_root/tests/data/rawjson/cold-multi-stage.jsonl
ln -s "$repo_root/tests/chaos/fake-docker" "$scratch/bin/docker"
PATH=$scratch/bin:$PATH
events=$scratch/quick-events store=$scratch/quick.db
: >"$scratch/table"
measure
begun=$(now)
quick_trials
say "recorded builds, $(seconds_since "$begun") s"
check_all "kill -9, recorded build"
say "temporary folders left behind by the killed: $(find "$TMPDIR" -maxdepth 1 -name 'tidegate-*' | wc -l)"
finish
