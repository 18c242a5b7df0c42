#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rules by which GitHub's runner reads what a step leaves behind (actions/runner, src/Runner.Worker).

runner.py log FILE      the commands that it would obey in the log, one `name|properties|data` a line
runner.py outputs FILE  the outputs that it would set, as JSON; exit 1 where it would fail the step
runner.py summary FILE  nothing; exit 1 where the Markdown lets hostile text out of its place
"""
import html.parser
import json
import re
import sys

# ActionCommandManager.cs and the extensions it registers; `##[` ones are for old agents, and still obeyed.
COMMANDS = {
    "add-mask", "add-matcher", "add-path", "debug", "echo", "endgroup", "error", "group", "internal-set-repo-path",
    "notice", "remove-matcher", "save-state", "set-env", "set-output", "stop-commands", "warning",
}  # fmt: skip


def command_of(line, known):
    """ActionCommand.cs: TryParseV2, then TryParse."""
    candidates = []
    trimmed = line.lstrip()
    if trimmed.startswith("::") and "::" in trimmed[2:]:
        candidates.append(trimmed[2:].split("::", 1))
    begin = line.find("##[")
    if begin >= 0 and "]" in line[begin:]:
        candidates.append(line[begin + 3 :].split("]", 1))
    for info, data in candidates:
        name, _, properties = info.partition(" ")
        if name.lower() in known:
            return name.lower(), properties, data
    return None


def obeyed(text):
    token = None
    for line in re.split(r"\r\n|\r|\n", text):
        command = command_of(line, COMMANDS | ({token} if token else set()))
        if token:
            token = None if command and command[0] == token else token
        elif command and command[0] == "stop-commands":
            token = command[2].lower()
        elif command:
            yield "|".join(command)
    if token:
        yield "fence left open||"


def outputs_of(text):
    """FileCommandManager.cs, EnvFileKeyValuePairs."""
    lines = text.split("\n")
    if lines[-1] == "":
        lines.pop()
    outputs = []
    rest = iter(lines)
    for line in rest:
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            outputs.append([line[:equals], line[equals + 1 :]])
            continue
        name, _, delimiter = line.partition("<<")
        if not name or not delimiter:
            sys.exit(f"invalid format: {line!r}")
        value = []
        for inner in rest:
            if inner == delimiter:
                break
            value.append(inner)
        else:
            sys.exit(f"matching delimiter not found: {delimiter}")
        outputs.append([name, "\n".join(value)])
    return outputs


class Tags(html.parser.HTMLParser):
    """Only the tags that the report writes, each of them closed."""

    allowed = {"code", "sub", "details", "summary", "br"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.allowed or attrs:
            sys.exit(f"tag: {self.get_starttag_text()}")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            sys.exit(f"closing tag: {tag}")

    def handle_comment(self, data):
        sys.exit(f"comment: {data}")


def check_summary(text):
    if len(text.encode()) > 1 << 20:
        sys.exit("larger than 1 MiB")
    fence, columns, tags = None, None, Tags()
    for line in text.split("\n"):
        marks = re.match(r"(`{3,})(.*)$", line)
        if fence:
            fence = None if marks and len(marks[1]) >= len(fence) and not marks[2].strip() else fence
            continue
        if marks:
            fence = marks[1]
            continue
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else None
        if columns and cells and cells != columns:
            sys.exit(f"row with {cells} instead of {columns} bars: {line}")
        columns = cells
        if re.search(r"!\[|\]\(|https?:|@(?!\u200b)\w|[\x00-\x08\x0b-\x1f\x7f]", line):
            sys.exit(f"link, image, mention or control character: {line}")
        tags.feed(line + "\n")
    if fence or tags.open:
        sys.exit(f"left open: {fence or tags.open}")


def main():
    what, path = sys.argv[1:]
    with open(path, encoding="utf-8-sig", newline="") as file:
        text = file.read()
    if what == "log":
        print("".join(command + "\n" for command in obeyed(text)), end="")
    elif what == "outputs":
        print(json.dumps(outputs_of(text)))
    else:
        check_summary(text)


main()
