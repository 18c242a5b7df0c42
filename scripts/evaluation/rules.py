# SPDX-License-Identifier: Apache-2.0
"""The rules that are compared. Each takes rows {"series", "values", "confirmations"?, "hosts"?} and gives, for each, the
indices of the red builds. tidegate is the program itself; the others are what their documentation says they do."""

import json
import math
import pathlib
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator

FIRST = 20  # no rule is judged before this value: all of them need some past

Reds = list[set[int]]


def tidegate(program: str, rows: list[dict], *options: str) -> list[dict]:
    """The lines of `gate backtest --format json`, one for each row."""
    answers = []
    for confirmed in (True, False):
        part = [r for r in rows if ("confirmations" in r) == confirmed]
        if not part:
            continue
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.writelines(json.dumps(row) + "\n" for row in part)
            file.flush()
            extra = () if confirmed else ("--confirm-with-next",)
            run = subprocess.run([program, "gate", "backtest", file.name, "--format", "json", *extra, *options],
                                 capture_output=True, text=True, check=True)
        answers += [json.loads(line) for line in run.stdout.splitlines()]
    by_name = {answer["series"]: answer for answer in answers}
    return [by_name[row["series"]] for row in rows]


def tidegate_reds(program: str, *options: str) -> Callable[[list[dict]], Reds]:
    return lambda rows: [{i for i in a["red"] if i >= FIRST} for a in tidegate(program, rows, *options)]


def _online(judge: Callable[[list[float]], Iterator[int]]) -> Callable[[list[dict]], Reds]:
    return lambda rows: [set(judge(row["values"])) for row in rows]


def previous(ratio: float):
    """github-action-benchmark: against the value before."""
    return _online(lambda v: (t for t in range(FIRST, len(v)) if v[t - 1] > 0 and v[t] / v[t - 1] > ratio))


def _windows(values: list[float], most: int) -> Iterator[tuple[int, int, float, float]]:
    """Index, number, mean and standard deviation of the last `most` values before it."""
    scale = sorted(values)[len(values) // 2] or 1.0
    sums, squares = [0.0], [0.0]
    for value in values:
        sums.append(sums[-1] + value / scale)
        squares.append(squares[-1] + (value / scale) ** 2)
    for t in range(FIRST, len(values)):
        count = min(t, most)
        mean = (sums[t] - sums[t - count]) / count
        variance = max(0.0, squares[t] - squares[t - count] - count * mean * mean) / (count - 1)
        yield t, count, mean * scale, math.sqrt(variance) * scale


def sigma(k: float, most: int):
    return _online(lambda v: (t for t, _, mean, s in _windows(v, most) if v[t] > mean + k * s))


def student(confidence: float, freedom: int) -> float:
    """Quantile of Student's t, Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5): right to 0.1 % from 10 on."""
    x = statistics.NormalDist().inv_cdf(confidence)
    terms = ((x**3 + x) / 4, (5 * x**5 + 16 * x**3 + 3 * x) / 96, (3 * x**7 + 19 * x**5 + 17 * x**3 - 15 * x) / 384)
    return x + sum(term / freedom ** (i + 1) for i, term in enumerate(terms))


def bencher_t(confidence: float = 0.99, most: int = 64):
    factor = {n: math.sqrt(1 + 1 / n) * student(confidence, n - 1) for n in range(FIRST, most + 1)}
    return _online(lambda v: (t for t, n, mean, s in _windows(v, most) if s > 0 and v[t] > mean + s * factor[n]))


def bencher_iqr(k: float = 3, most: int = 64):
    def judge(values: list[float]) -> Iterator[int]:
        for t in range(FIRST, len(values)):
            quarters = statistics.quantiles(values[max(0, t - most):t], n=4)
            if values[t] > quarters[1] + k * (quarters[2] - quarters[0]):
                yield t
    return _online(judge)


OTAVA = "0.8.0"


def otava_python(tools: pathlib.Path) -> pathlib.Path:
    """A Python that has Otava, made in the folder `tools` where it is not there. Error: it cannot be had."""
    folder = tools / f"otava-{OTAVA}"
    python = folder / "bin/python"
    if not (folder / "complete").exists():
        for command in ([sys.executable, "-m", "venv", "--clear", str(folder)],
                        [str(python), "-m", "pip", "install", "--quiet", f"apache-otava=={OTAVA}"]):
            made = subprocess.run(command, capture_output=True, text=True, check=False)
            if made.returncode != 0:
                raise RuntimeError((made.stderr or made.stdout).strip().splitlines()[-1])
        (folder / "complete").touch()
    return python


def otava(tools: pathlib.Path) -> Callable[[list[dict]], Reds]:
    python = otava_python(tools)

    def judge(rows: list[dict]) -> Reds:
        run = subprocess.run([str(python), str(pathlib.Path(__file__).with_name("otava_rows.py"))], text=True, check=True,
                             capture_output=True, input="".join(json.dumps({"values": r["values"]}) + "\n" for r in rows))
        return [set(json.loads(line)) for line in run.stdout.splitlines()]
    return judge


def rivals() -> dict[str, Callable[[list[dict]], Reds]]:
    rules = {"github-action-benchmark 200 %": previous(2), "github-action-benchmark 110 %": previous(1.1)}
    rules |= {f"mean + {k} sigma, {n}": sigma(k, n) for k in (2, 3) for n in (10, 20, 30)}
    return rules | {"Bencher t .99, 64": bencher_t(), "Bencher IQR 3, 64": bencher_iqr()}
