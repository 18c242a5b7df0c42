# SPDX-License-Identifier: Apache-2.0
"""Real series: a folder with build_times.jsonl and others of the kind, and segments.jsonl, which says where each of them
was stationary. A segment of at least 60 values is judged online from its 21st on; the next value is the second
measurement. For a step all from two thirds on is multiplied."""

import hashlib
import json
import pathlib
from dataclasses import dataclass

LEAST, MOST = 60, 400


@dataclass
class Segment:
    kind: str    # the file
    series: str
    half: str    # "tune" or "report", fixed by the name alone
    row: dict


def half_of(series: str) -> str:
    return "tune" if int(hashlib.sha256(series.encode()).hexdigest()[-1], 16) % 2 == 0 else "report"


def lines(file: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text().splitlines() if line.strip()]


def segments(folder: pathlib.Path) -> list[Segment]:
    places = {line["series"]: line["stationary_segments"] for line in lines(folder / "segments.jsonl")}
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        if file.stem in ("segments", "labelled"):
            continue
        for line in lines(file):
            for begin, end in places.get(line["series"], []):
                values = [float(v) for v in line["values"][begin:end]][:MOST]
                if end - begin < LEAST or min(values) <= 0:
                    continue
                if line.get("direction") == "higher_is_better":
                    values = [1 / v for v in values]
                row = {"series": f"{file.stem}/{line['series']}@{begin}", "values": values}
                if line.get("hosts"):
                    row["hosts"] = line["hosts"][begin:end][:MOST]
                found.append(Segment(file.stem, line["series"], half_of(line["series"]), row))
    return found


def step_at(row: dict) -> int:
    return len(row["values"]) * 2 // 3


def stepped(row: dict, factor: float) -> dict:
    at = step_at(row)
    return row | {"series": f"{row['series']}*{factor}",
                  "values": [v * (factor if i >= at else 1) for i, v in enumerate(row["values"])]}
