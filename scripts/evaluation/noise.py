# SPDX-License-Identifier: Apache-2.0
"""Made-up histories: each a level of 100 with one kind of noise, and a second measurement of every build."""

import math

LENGTH = 120  # builds of a history
STEP_AT = 60  # the first build of an injected step
MODELS = ("normal 5 %", "normal 10 %", "log-normal 10 %", "spiky", "cache mix", "autocorrelated")


class Random:
    """splitmix64 and Box-Muller: the same numbers in every language and version."""

    def __init__(self, seed: int):
        self.state = seed & (2**64 - 1)
        self.spare: float | None = None

    def bits(self) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) & (2**64 - 1)
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        return z ^ (z >> 31)

    def uniform(self) -> float:
        return ((self.bits() >> 11) + 0.5) / 2**53

    def normal(self) -> float:
        if self.spare is not None:
            value, self.spare = self.spare, None
            return value
        radius, angle = math.sqrt(-2 * math.log(self.uniform())), 2 * math.pi * self.uniform()
        self.spare = radius * math.sin(angle)
        return radius * math.cos(angle)


def _one(model: str, random: Random) -> float:
    match model:
        case "normal 5 %":
            return max(0.05, 1 + 0.05 * random.normal())
        case "normal 10 %":
            return max(0.05, 1 + 0.10 * random.normal())
        case "log-normal 10 %":
            return math.exp(0.10 * random.normal())
        case "spiky":  # 3 % of the builds take half as long again
            return math.exp(0.05 * random.normal()) * (1.5 if random.uniform() < 0.03 else 1)
        case "cache mix":  # 15 % of the builds find no cache
            return max(0.05, 1 + 0.05 * random.normal()) * (3 if random.uniform() < 0.15 else 1)
    raise ValueError(model)


def history(model: str, length: int, seed: int) -> tuple[list[float], list[float]]:
    """Values, and what measuring each of them again gives: independent, or the next value where noise is autocorrelated."""
    random = Random(seed)
    if model == "autocorrelated":
        wander, values = 0.05 * random.normal(), []
        for _ in range(length + 1):
            values.append(100 * max(0.05, 1 + wander))
            wander = 0.6 * wander + 0.04 * random.normal()
        return values[:length], values[1:]
    pairs = [(100 * _one(model, random), 100 * _one(model, random)) for _ in range(length)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def row(name: str, model: str, seed: int, slower: float = 1.0) -> dict:
    values, again = history(model, LENGTH, seed)
    first_again = STEP_AT - 1 if model == "autocorrelated" else STEP_AT
    return {"series": name,
            "values": [v * (slower if i >= STEP_AT else 1) for i, v in enumerate(values)],
            "confirmations": [v * (slower if i >= first_again else 1) for i, v in enumerate(again)]}


def drifting(name: str, model: str, seed: int, rise: float, builds: int, length: int = 220, begin: int = 40) -> dict:
    """Slower by `rise` in all, in equal parts over `builds` builds."""
    values, again = history(model, length, seed)
    factor = [1 + rise * min(1.0, max(0, i - begin) / builds) for i in range(length)]
    return {"series": name, "values": [v * f for v, f in zip(values, factor)],
            "confirmations": [v * f for v, f in zip(again, factor)]}
