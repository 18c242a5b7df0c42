# SPDX-License-Identifier: Apache-2.0
"""What counts: red builds and alarm episodes where nothing changed; where it did, red at the first build, within five,
and still red 20 to 40 builds later."""

import random
from dataclasses import dataclass

from .rules import FIRST


@dataclass
class Quiet:
    """One unchanged history."""
    judged: int
    red: int
    episodes: int


@dataclass
class Step:
    first: bool
    five: bool
    late: int     # red builds of those 20 to 40 later
    late_of: int


def quiet(length: int, red: set[int]) -> Quiet:
    return Quiet(length - FIRST, len(red), sum(t - 1 not in red for t in red))


def step(length: int, at: int, red: set[int]) -> Step:
    late = range(at + 20, min(length, at + 40))
    return Step(at in red, any(t in red for t in range(at, at + 5)), sum(t in red for t in late), len(late))


def per_hundred(histories: list[Quiet], what: str = "red") -> float:
    return 100 * sum(getattr(h, what) for h in histories) / max(1, sum(h.judged for h in histories))


def above_one(histories: list[Quiet]) -> float:
    """Share of the histories with more than one red build in a hundred, per cent."""
    return 100 * sum(h.red > 0.01 * h.judged for h in histories) / max(1, len(histories))


def share(steps: list[Step], what: str) -> float:
    return 100 * sum(getattr(s, what) for s in steps) / max(1, len(steps))


def late(steps: list[Step], caught_only: bool = False) -> float:
    counted = [s for s in steps if s.five or not caught_only]
    return 100 * sum(s.late for s in counted) / max(1, sum(s.late_of for s in counted))


def met(steps: list[Step]) -> str:
    """first / within five / still red later (of those that were caught)"""
    return f"{share(steps, 'first'):.0f}/{share(steps, 'five'):.0f}/{late(steps):.0f} ({late(steps, True):.0f})"


def interval(items: list, groups: list[str], figure, rounds: int = 400) -> tuple[float, float]:
    """95 %, by drawing whole series with replacement: the segments of one are not independent."""
    by_group: dict[str, list] = {}
    for item, group in zip(items, groups):
        by_group.setdefault(group, []).append(item)
    names, chance = list(by_group), random.Random(7)
    drawn = sorted(figure([i for _ in names for i in by_group[chance.choice(names)]]) for _ in range(rounds))
    return drawn[int(0.025 * rounds)], drawn[int(0.975 * rounds) - 1]
