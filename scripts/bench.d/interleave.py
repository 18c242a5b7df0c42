# SPDX-License-Identifier: Apache-2.0
"""Runs commands in turn, A B C A B C, and prints one line for each: name, milliseconds, ratio to the first, difference.

  interleave.py ROUNDS --as NAME COMMAND .. --as NAME COMMAND ..
  --as-failing NAME: however it ends (a node action without a runner fails, after it has started)

The figures are medians; ratio and difference are taken round by round, so that a machine which is slower for a while
is slow for all. One round before is not counted. Output goes to nowhere. Exit: 1 where a command failed.
"""

import os
import statistics
import subprocess
import sys
import time


def commands(arguments: list[str]) -> list[tuple[str, bool, list[str]]]:
    """Name, whether it may fail, and the words of each."""
    found: list[tuple[str, bool, list[str]]] = []
    words = iter(arguments)
    for word in words:
        if word in ("--as", "--as-failing"):
            found.append((next(words), word == "--as-failing", []))
        else:
            found[-1][2].append(word)
    return found


def milliseconds(name: str, may_fail: bool, words: list[str]) -> float:
    """Of one run. What it writes to stderr is only shown where it fails."""
    begin = time.monotonic()
    done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    took = (time.monotonic() - begin) * 1000
    if done.returncode != 0 and not may_fail:
        sys.exit(f"{name} failed ({done.returncode}): {done.stderr.decode(errors='replace')[-2000:]}")
    return took


def main() -> None:
    """Measures and prints."""
    rounds, asked = int(sys.argv[1]), commands(sys.argv[2:])
    taken: dict[str, list[float]] = {name: [] for name, _, _ in asked}
    for turn in range(rounds + 1):
        for name, may_fail, words in asked:
            took = milliseconds(name, may_fail, words)
            if turn > 0:
                taken[name].append(took)
        if os.environ.get("BENCH_TELL"):
            print(f"bench: round {turn} of {rounds}", file=sys.stderr)
    first = taken[asked[0][0]]
    for name, values in taken.items():
        ratio = statistics.median(value / base for value, base in zip(values, first, strict=True))
        difference = statistics.median(value - base for value, base in zip(values, first, strict=True))
        print(f"{name}\t{statistics.median(values):.4f}\t{ratio:.4f}\t{difference:.4f}")


if __name__ == "__main__":
    main()
