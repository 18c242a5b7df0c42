#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# An answer that cannot be written is an error; one that nobody reads to its end is none. A stream that is closed does not
# let a message into a file.
. "$(dirname "$0")/common.sh"

run 0 events append --type thing --metadata '{"a":1}'
for format in json text; do
  code=0
  "$tidegate" events query --format "$format" >/dev/full 2>"$err" || code=$?
  same "exit code of an answer that is lost" "$code" 3
  has "$err" "cannot write to stdout: No space left on device"
done
code=0
"$tidegate" gate --format json >/dev/full 2>"$err" || code=$?
same "exit code of what went wrong anyway" "$code" 3
lacks "$err" "cannot write"

mkfifo "$work/pipe"
exec 8<>"$work/pipe"
exec 9>"$work/pipe" 8<&- # nobody reads
"$tidegate" events query --format json >&9 2>"$err" || fail "exit $? where the reader is gone"
same "what is said then" "$(cat "$err")" ""

# shellcheck disable=SC2016 # eval expands it
append='"$tidegate" events append --type thing --metadata "{\"a\":2}" --format json'
for closed in '>&-' '2>&-' '<&- >&- 2>&-'; do
  eval "$append $closed" >"$out"
done
run 0 events validate
has "$out" "4 events good, 0 bad"
