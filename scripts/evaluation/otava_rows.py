# SPDX-License-Identifier: Apache-2.0
"""Apache Otava asked after each build, the first 200 values: it needs seconds for a history. A new upward change point is
an alarm. Runs in a Python of its own: rows as JSON Lines on stdin, the indices of the alarms on stdout."""

import concurrent.futures
import json
import os
import sys

from otava.analysis import compute_change_points

FIRST, MOST = 20, 200


def alarms(values: list[float]) -> list[int]:
    seen: list[int] = []
    found = []
    for t in range(FIRST, min(len(values), MOST)):
        points = compute_change_points(values[:t + 1], window_len=50, max_pvalue=0.001, min_magnitude=0.0)[0]
        new = [p for p in points if p.stats.mean_2 > p.stats.mean_1 and all(abs(p.index - s) > 3 for s in seen)]
        seen += [p.index for p in new]
        if new:
            found.append(t)
    return found


if __name__ == "__main__":
    rows = [json.loads(line)["values"] for line in sys.stdin]
    with concurrent.futures.ProcessPoolExecutor(os.cpu_count()) as pool:
        for answer in pool.map(alarms, rows):
            print(json.dumps(answer))
