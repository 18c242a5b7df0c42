#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Where no thread can be started, or not each, nothing is lost: the same is found, and a build is recorded.
. "$(dirname "$0")/common.sh"

[ -e "${FEW_THREADS_LIBRARY:-}" ] || not_run "no library that refuses threads; ctest builds it"
ldd "$tidegate" 2>/dev/null | grep -q libtsan && not_run "the thread sanitizer wants a thread of its own"
few=(env LD_PRELOAD="$FEW_THREADS_LIBRARY" ASAN_OPTIONS=verify_asan_link_order=0)

lines=60000 # some blocks
mkdir -p other
seq "$lines" | sed 's/.*/{"event_type":"thing","timestamp":"2026-10-01T00:00:00Z","id":"&","metadata":{"some":"text"}}/' >other/2026-10.jsonl
printf 'no event\n' >>other/2026-10.jsonl
replay cached-all
builds=0
for error in 1 11 12; do # EPERM, EAGAIN, ENOMEM
  for each in 1 2 3; do
    under=("${few[@]}" FEW_THREADS="$each" FEW_THREADS_ERROR="$error")
    run 0 events query --format json --events-dir other
    same "found" "$(tail -n 1 "$out" | grep -oE '"count".*')" "\"count\":$lines,\"passed_over\":1}"
    run 0 build .
    builds=$((builds + 1))
    same "builds" "$(events)" "$builds"
  done
done
