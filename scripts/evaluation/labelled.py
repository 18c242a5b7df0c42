# SPDX-License-Identifier: Apache-2.0
"""Series that people labelled, none of them of builds, scored as their authors score. What the gate tells of a series is
where it turned red and where it followed a drop, on the series and on the series upside down (1/x): both directions
count here. Series with values that are not positive are no matter for a rule of ratios, and are left out and counted."""

import math

from .rules import FIRST, tidegate

MARGIN = 5          # of TCPD, in values
PROBATION = 0.15    # of NAB: the first part of a series is not scored
REBASED_AFTER = 10  # a drop is told so many builds after it came


def told(program: str, series: list[dict]) -> list[set[int]]:
    """Where each of them changed, as the gate saw it."""
    found: list[set[int]] = [set() for _ in series]
    for upside_down in (False, True):
        rows = [{"series": f"{i}", "values": [1 / v for v in s["values"]] if upside_down else s["values"]}
                for i, s in enumerate(series)]
        for places, answer in zip(found, tidegate(program, rows)):
            red = set(answer["red"])
            places |= {t for t in red if t - 1 not in red}
            places |= {max(0, t - REBASED_AFTER + 1) for t in answer["rebased"]}
    return found


def f1(places: set[int], annotations: list[set[int]]) -> float:
    """van den Burg and Williams, "An Evaluation of Change Point Detection Algorithms" (2020), section 4: precision over
    all annotators together, recall the mean over them; the begin of the series is a change point for everybody."""
    def matched(wanted: set[int], given: set[int]) -> int:
        left, count = set(given), 0
        for place in sorted(wanted):
            near = [g for g in left if abs(g - place) <= MARGIN]
            if near:
                left.remove(min(near, key=lambda g: abs(g - place)))
                count += 1
        return count

    places = places | {0}
    annotations = [a | {0} for a in annotations]
    precision = matched(set().union(*annotations), places) / len(places)
    recall = sum(matched(a, places) / len(a) for a in annotations) / len(annotations)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def nab(places: set[int], windows: list[list[int]], length: int) -> tuple[float, float, float]:
    """Score, that of silence, and that of perfection, of the Numenta Anomaly Benchmark's standard profile (Lavin and Ahmad
    2015): the first alarm in a window counts the more the earlier it comes, one outside costs 0.11, a missed window 1."""
    def sigmoid(y: float) -> float:
        return 2 / (1 + math.exp(min(5 * y, 50))) - 1

    begin = int(min(PROBATION * length, 750))
    places = {p for p in places if p >= begin}
    score, perfect = 0.0, 0.0
    for first, last in windows:
        inside = sorted(p for p in places if first <= p <= last)
        perfect += sigmoid(-1)
        score += sigmoid((inside[0] - last) / max(1, last - first)) if inside else -1.0
    for place in places:
        if not any(first <= place <= last for first, last in windows):
            before = [last for _, last in windows if last < place]
            width = max((last - first for first, last in windows), default=1)
            score += 0.11 * (sigmoid((place - max(before)) / max(1, width)) if before else -1.0)
    return score, -float(len(windows)), perfect


def table(program: str, series: list[dict]) -> None:
    fit = [s for s in series if len(s["values"]) > FIRST and min(s["values"]) > 0]
    places = told(program, fit)
    print("### Labelled series\n")
    scores = [f1(p, [set(a["indices"]) for a in s["change_points"]])
              for s, p in zip(fit, places) if s["series"].startswith("TCPD/")]
    print(f"TCPD: F1 {sum(scores) / max(1, len(scores)):.2f} (mean of {len(scores)} series of "
          f"{sum(s['series'].startswith('TCPD/') for s in series)}; the others have values that are not positive).\n")
    nab_scores = [nab(p, s["windows"], len(s["values"])) for s, p in zip(fit, places) if s["series"].startswith("NAB/")]
    total, silent, perfect = (sum(x) for x in zip(*nab_scores))
    print(f"NAB, standard profile: {100 * (total - silent) / max(1e-9, perfect - silent):.1f} of 100 "
          f"({len(nab_scores)} series of {sum(s['series'].startswith('NAB/') for s in series)}).\n")
    for s, p in zip(fit, places):
        if not s["series"].startswith(("TCPD/", "NAB/")):
            marks = "; ".join(f"{a['annotator']}: {a['indices']}" for a in s["change_points"]) or "none given"
            print(f"{s['series']} ({len(s['values'])} values): told at {sorted(p)}; marks: {marks}\n")
