#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Cancellation as the runner does it (SIGINT, then SIGTERM) and as a person does it (a key on a terminal), in the middle of
# a real RUN: it ends soon, with the shell's exit code, one event that says canceled, and nothing left behind.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

nap=86417.$RANDOM # seconds, and the name of its process
soon=8

start_build() {
  events=$scratch/events-$1
  "$tidegate" build --gate off --events-dir "$events" --store "$scratch/history.db" --tag "chaos:$1" "$scratch/context" \
    >"$scratch/out" 2>"$scratch/err" &
  pid=$!
  wait_until 60 sleeps || { cat "$scratch/err" >&2; die "the step does not start"; }
}
sleeps() { pgrep -fx "sleep $nap" >/dev/null; }
sleeps_no_more() { ! sleeps; }

# ended NAME EXIT LIMIT: waits for the build, from now on
ended() {
  local name=$1 begun status=0 took
  begun=$(now)
  wait "$pid" || status=$?
  took=$(seconds_since "$begun")
  printf '%-44s exit %s  %5s s\n' "$name" "$status" "$took" >>"$scratch/table"
  check "$name: exit $2" [ "$status" = "$2" ]
  check "$name: within $3 s" at_most "$took" "$3"
  check_record "$name"
}

check_record() {
  check "$1: one whole event" one_whole_event
  check "$1: it says canceled" says_canceled
  check "$1: no buildx is left" wait_until 10 none_left 'buildx build'
  check "$1: the step has ended in the engine" wait_until 20 sleeps_no_more
}
one_whole_event() { [ "$(count_events "$events")" = 1 ] && each_line_is_json "$events"; }
says_canceled() { events_of "$events" | jq -e '.metadata.build.outcome == "canceled" and .metadata.success == false' >/dev/null; }

by_signal() {
  start_build "signal-$1"
  kill -s "$1" "$pid"
  ended "SIG$1" "$2" "$soon"
}

# A job that is cancelled: SIGINT, and before the build has ended SIGTERM. Here the build does not react at all.
by_two_signals() {
  local buildx
  start_build two
  buildx=$(mine 'buildx build')
  # shellcheck disable=SC2086 # several pids
  kill -STOP $buildx
  kill -s INT "$pid"
  sleep 0.5 # the runner's pause, shortened
  check "a build that does not react goes on after SIGINT" kill -0 "$pid"
  kill -s TERM "$pid"
  ended "SIGINT, SIGTERM, buildx does not react" 130 2
}

by_runner() {
  start_build runner
  kill -s INT "$pid"
  sleep 0.5
  kill -s TERM "$pid" 2>/dev/null || true # it may have ended already
  ended "SIGINT, 0.5 s, SIGTERM" 130 "$soon"
}

# In: KEYS. A terminal of script(1), whose line discipline makes a signal of the key.
by_key() {
  local name=$1 keys=$2 begun
  events=$scratch/events-$name
  cat >"$scratch/terminal.sh" <<END
trap : INT # the shell goes on, its children do not inherit it
stty rows 40 cols 100
stty -g >"$scratch/terminal-before"
"$tidegate" build --gate off --events-dir "$events" --store "$scratch/history.db" --tag "chaos:$name" "$scratch/context"
echo \$? >"$scratch/status"
stty -g >"$scratch/terminal-after"
END
  rm -f "$scratch/keys" "$scratch/status"
  mkfifo "$scratch/keys"
  TERM=xterm script --quiet --flush --command "bash $scratch/terminal.sh" "$scratch/typescript" \
    <"$scratch/keys" >/dev/null 2>&1 &
  pid=$!
  exec 7>"$scratch/keys"
  wait_until 60 sleeps || die "the step does not start on a terminal"
  begun=$(now)
  # shellcheck disable=SC2059 # keys as escapes
  printf "$keys" >&7
  wait_until 30 test -s "$scratch/status" || die "the key does not end it"
  printf '%-44s exit %s  %5s s\n' "$name on a terminal" "$(cat "$scratch/status")" "$(seconds_since "$begun")" >>"$scratch/table"
  exec 7>&-
  wait "$pid" || true
  check "$name: exit 130" [ "$(cat "$scratch/status")" = 130 ]
  check "$name: the display is a terminal's" grep -qaF $'\e[?25l' "$scratch/typescript"
  check "$name: the cursor is shown at the end" cursor_is_shown
  check "$name: the terminal's settings are as before" cmp "$scratch/terminal-before" "$scratch/terminal-after"
  check_record "$name"
}
cursor_is_shown() { [ "$(grep -aoE $'\e\\[\\?25[lh]' "$scratch/typescript" | tail -n 1)" = $'\e[?25h' ]; }

prepare
new_context "$scratch/context" "$nap"
by_signal INT 130
by_signal TERM 143
by_runner
by_two_signals
if have script; then
  by_key ctrl-c '\003'
  by_key ctrl-c-twice '\003\003'
else
  say "no script(1): the keys of a terminal were not tried"
fi
printf 'FROM scratch\nCOPY a.txt /\n' >"$scratch/context/Dockerfile"
check "the next build works" "$tidegate" build --quiet --events-dir "$scratch/events" --store "$scratch/history.db" "$scratch/context"
cat "$scratch/table"
tally "cancelled by signal or key" "$(wc -l <"$scratch/table")" "$failures"
finish
