# SPDX-License-Identifier: Apache-2.0
"""An event log to measure with: make_log.py EVENTS FOLDER writes FOLDER/2026-10.jsonl, about 300 bytes an event.

The same bytes each time. One in eight is a deployment, one in eighty a deployment that failed.
"""

import pathlib
import random
import sys

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TYPES = ("container_stats", "container_stats", "container_stats", "container_stats", "health_monitoring",
         "docker_cache_metrics", "container_monitoring", "deployment")


def ulid(number: int, chance: random.Random) -> str:
    """A ULID whose first ten characters grow with the number."""
    digits = [DIGITS[chance.getrandbits(5)] for _ in range(16)]
    head = []
    for _ in range(10):
        head.append(DIGITS[number & 31])
        number >>= 5
    return "".join(reversed(head)) + "".join(digits)


def metadata(kind: str, number: int, chance: random.Random) -> str:
    """What the kind of event says."""
    if kind == "deployment":
        success = "false" if number % 80 == 7 else "true"
        return (f'"release_tag":"v1.{number % 100}.0","metadata":{{"success":{success},"services_count":3,'
                f'"deployment_method":"compose","health_check_passed":{success}}}')
    if kind == "docker_cache_metrics":
        return (f'"metadata":{{"cached_build_time":{chance.uniform(1, 60):.3f},"cache_enabled":true,'
                f'"dockerfile":"services/web-{number % 7}/Dockerfile","note":"a \\"cold\\" cache\\n"}}')
    return (f'"container":"web-{number % 12}","metadata":{{"cpu_percent":{chance.uniform(0, 100):.2f},'
            f'"memory_usage":{chance.getrandbits(28)},"memory_percent":{chance.uniform(0, 100):.2f}}}')


def line(number: int, chance: random.Random) -> str:
    """One event."""
    kind = TYPES[number % len(TYPES)]
    moment = number * 2600  # milliseconds: a million events in a month
    day, rest = divmod(moment, 86_400_000)
    hour, rest = divmod(rest, 3_600_000)
    minute, rest = divmod(rest, 60_000)
    second, milli = divmod(rest, 1000)
    return (f'{{"event_type":"{kind}","timestamp":"2026-10-{day + 1:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z",'
            f'"id":"{ulid(1_790_000_000_000 + moment, chance)}","schema":1,"repository":"example/shop",'
            f'"run":{{"id":"{9_000_000_000 + number // 20}","workflow":"image","job":"build"}},'
            f'"runner":{{"os":"linux","arch":"amd64"}},{metadata(kind, number, chance)}}}\n')


def main() -> None:
    """Writes the log."""
    events, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    chance = random.Random(1)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "2026-10.jsonl", "w", encoding="ascii") as log:
        log.writelines(line(number, chance) for number in range(events))


if __name__ == "__main__":
    main()
