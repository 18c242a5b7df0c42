#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# 100 MB of log (20 for a program with sanitizers, which is ten times slower): all is shown, in memory that does not grow.
. "$(dirname "$0")/common.sh"

megabytes=100
if grep -aqm 1 __asan_init "$tidegate"; then megabytes=20; fi
# Reports of 100 kB each, made while they are read.
line=$(printf 'x%.0s' {1..99})
chunk=$(for _ in {1..1000}; do printf '%s\n' "$line"; done | base64 -w 0)
digest=sha256:$(printf 1 | sha256sum | cut -d ' ' -f 1)
cat >"$work/make" <<END
  printf '{"vertexes":[{"digest":"$digest","name":"[2/2] RUN noise","started":"2026-11-21T00:00:00Z"}]}\n'
  for ((n = 0; n < ${megabytes}0; n++)); do
    printf '{"logs":[{"vertex":"$digest","stream":1,"data":"$chunk","timestamp":"2026-11-21T00:00:01Z"}]}\n'
  done
  printf '{"vertexes":[{"digest":"$digest","name":"[2/2] RUN noise","started":"2026-11-21T00:00:00Z","completed":"2026-11-21T00:00:02Z"}]}\n'
END
: >"$work/empty"
replay "$work/empty"
export STANDIN_HOOK=". $work/make >&2" STANDIN_AFTER="grep VmHWM /proc/\$PPID/status >$work/memory"
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:quarantine_size_mb=4
patience=280 run 0 build .
same "lines" "$(grep -c "$line" "$err")" "${megabytes}0000"
kilobytes=$(awk '{ print $2 }' "$work/memory")
# Beyond what the program takes to start: with sanitizers that is hundreds of megabytes.
start=$(python3 -c 'import resource, subprocess, sys
subprocess.run([sys.argv[1], "--version"], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' "$tidegate")
[ $((kilobytes - start)) -lt 60000 ] || fail "tidegate took $kilobytes kB, $start kB of them to start"
same "steps" "$(record '.steps | length')" 1
