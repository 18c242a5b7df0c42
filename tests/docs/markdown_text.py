# SPDX-License-Identifier: Apache-2.0
"""Reads the little Markdown that the READMEs are written in."""
import re

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def fences(text, language):
    """What stands in the code blocks of a language."""
    return (body for found, body in FENCE.findall(text) if found == language)


def prose(text):
    return FENCE.sub("", text)


def section(text, heading):
    """What stands below a heading, up to the next one that is not below it."""
    found = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,2}} |\Z)", text, re.M | re.S)
    assert found, f"no section {heading}"
    return found[2]


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def table(text, first_column):
    """The rows of the table whose head begins so, by the names of its columns."""
    lines = prose(text).splitlines()
    starts = [at for at, line in enumerate(lines) if line.startswith(f"| {first_column} |")]
    assert len(starts) == 1, f"{len(starts)} tables begin with a column {first_column}"
    head = cells(lines[starts[0]])
    rows = []
    for line in lines[starts[0] + 2:]:
        if not line.startswith("|"):
            break
        row = cells(line)
        assert len(row) == len(head), f"{len(row)} cells, not {len(head)}: {line}"
        rows.append(dict(zip(head, row)))
    return rows


def code_words(text):
    """What stands between single backticks."""
    return re.findall(r"`([^`\n]+)`", prose(text))


def links(text):
    """Targets of links and pictures, without those that lead to another host."""
    found = re.findall(r"\]\(([^)\s]+)\)", prose(text))
    return [target for target in found if not re.match(r"[a-z]+:", target)]


def anchors(text):
    """What GitHub makes of the headings."""
    heads = re.findall(r"^#+ (.*)$", prose(text), re.M)
    return {re.sub(r"[^\w -]", "", head.lower()).replace(" ", "-") for head in heads}
