# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2154 # scripts/bench sets the other variables
# How scripts/bench measures, and how a row of its table looks. It sources this; $work is its scratch folder.
#   interleave ROUNDS --as NAME COMMAND.. ..   see interleave.py; one of them is called tidegate
#   figure NAME COLUMN                         of the last measurement
#   time_row WHAT NAME [OTHER]                 of the last measurement; OTHER says more about NAME
#   row WHAT OURS OTHER THEIRS RATIO
#   not_run WHAT OTHER WHY
#   peak_row WHAT OTHER COMMAND.. -- COMMAND..    memory: ours, then the other's

interleave() { python3 "$repo_root/scripts/bench.d/interleave.py" "$@" >"$work/figures"; }

figure() { awk -F '\t' -v name="$1" -v column="$2" '$1 == name { print $column }' "$work/figures"; }

shown_time() {
  awk -v ms="$1" 'BEGIN {
    if (ms < 10 && ms > -10) printf "%.1f ms", ms; else if (ms < 1000) printf "%.0f ms", ms; else printf "%.2f s", ms / 1000
  }'
}

shown_megabytes() { awk -v bytes="$1" 'BEGIN { printf "%.1f MB", bytes / 1e6 }'; }

ratio() { awk -v theirs="$1" -v ours="$2" 'BEGIN { print theirs / ours }'; }

row() {
  printf '| %s | %s | %s | %s | %s |\n' "$1" "$2" "$3" "$4" "$(awk -v r="$5" 'BEGIN { printf (r < 10 ? "%.2f" : "%.0f"), r }')"
}

not_run() { printf '| %s | | %s | not run: %s | |\n' "$1" "$2" "$3"; }

time_row() {
  row "$1" "$(shown_time "$(figure tidegate 2)")" "${3:-$2}" "$(shown_time "$(figure "$2" 2)")" "$(figure "$2" 3)"
}

# Bytes that the command held at most.
peak() {
  "$(type -P time)" -f %M -o "$work/peak" "$@" >/dev/null 2>&1 || die "$* failed"
  echo $(($(tail -n 1 "$work/peak") * 1024))
}

peak_row() {
  local what="$1, peak of memory" other=$2 command=() ours theirs
  type -P time >/dev/null || { not_run "$what" "$other" "no GNU time here" && return; }
  shift 2
  while [ "$1" != -- ]; do command+=("$1") && shift; done
  shift
  ours=$(peak "${command[@]}")
  theirs=$(peak "$@")
  row "$what" "$(shown_megabytes "$ours")" "$other" "$(shown_megabytes "$theirs")" "$(ratio "$theirs" "$ours")"
}
