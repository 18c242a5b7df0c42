#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Where no thread can be started, `events query` finds the same, only later.
. "$(dirname "$0")/common.sh"

if ldd "$tidegate" 2>/dev/null | grep -q libtsan; then
  not_run "the thread sanitizer wants a thread of its own"
fi
alone=()
if [ "$(id -u)" = 0 ]; then # whom no limit holds
  command -v setpriv >/dev/null || not_run "no setpriv to become somebody whom a limit of processes holds"
  alone=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  chmod 755 "$work"
fi

lines=60000 # some blocks
mkdir -p "$log"
seq "$lines" | sed 's/.*/{"event_type":"thing","timestamp":"2026-10-01T00:00:00Z","id":"&","metadata":{"some":"text"}}/' >"$log/2026-10.jsonl"
printf 'no event\n' >>"$log/2026-10.jsonl"
cp "$tidegate" "$work/tidegate"
for most in 1 2 3 5; do
  ASAN_OPTIONS=detect_leaks=0 "${alone[@]}" bash -c "ulimit -u $most; exec \"\$0\" events query --format json" "$work/tidegate" >"$out" 2>"$err"
  same "found with $most processes" "$(tail -n 1 "$out" | grep -oE '"count".*')" "\"count\":$lines,\"passed_over\":1}"
done
