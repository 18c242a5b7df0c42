#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The READMEs are true: what they list is what the program, action.yml, the templates and the tree hold.

TIDEGATE is the program (default: build/dev/src/app/tidegate).
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True  # a test leaves nothing in the tree
from markdown_text import anchors, code_words, fences, links, section, table

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = pathlib.Path(os.environ.get("TIDEGATE", ROOT / "build/dev/src/app/tidegate")).resolve()
NOT_OURS = {"build", ".git", ".tidegate"}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def documents():
    """Every Markdown file for people; recorded outputs under tests/data are none, but their READMEs are."""
    for folder, below, names in os.walk(ROOT):
        below[:] = sorted(set(below) - NOT_OURS)
        recorded = pathlib.Path(folder).relative_to(ROOT).parts[:2] == ("tests", "data")
        for name in sorted(names):
            if name.endswith(".md") and (name == "README.md" or not recorded):
                yield pathlib.Path(folder, name)


def messages():
    """What the program and the Action can say, as one text: string literals with what stands between their parts."""
    found = []
    for file in sorted((ROOT / "src").rglob("*.cpp")):
        text = re.sub(r"^\s*//.*$", "", file.read_text(encoding="utf-8"), flags=re.M)
        found += [re.sub(r'"\s*"', "", literals) for literals in re.findall(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+', text)]
    return "\n".join(found).replace('\\"', '"') + read("scripts/action-prepare").replace('\\"', '"')


MESSAGES = messages()


def run(*arguments, folder=None):
    """Exit code, stdout and stderr of the program, with nothing of a CI job around it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "ASAN_OPTIONS", "LSAN_OPTIONS") if name in os.environ}
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, env=kept, text=True, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


def help_of(*command):
    code, text, _ = run(*command, "--help")
    assert code == 0, f"{' '.join(command)} --help: exit {code}"
    return text


def commands(*above):
    """Names of the commands below one, with their descriptions: {("history", "rebuild"): "make the ..."}."""
    found = {}
    _, _, listed = help_of(*above).partition("\nSubcommands:\n")
    for name, what in re.findall(r"^  (\S+) +(\S.*)$", listed, re.M):
        below = commands(*above, name)
        found |= below
        if not below or "[SUBCOMMAND]" in help_of(*above, name):  # it can be called alone
            found[(*above, name)] = what
    return found


def options(*command):
    """{"--store FILE": "history database (default ...)"}, without --help."""
    text = help_of(*command)
    form = r"^ +(?:-\w,)?(--[a-z-]+(?: [A-Z][A-Z_=/]*)?)(?: \.\.\.)?(?: REQUIRED)?(?: Excludes: --[a-z-]+)?\s+(\S.*)$"
    found = re.findall(form, text, re.M)
    assert len(found) == len(re.findall(r"^ +(?:-\w,)?--", text, re.M)), f"an option in another form:\n{text}"
    return {name: what for name, what in found if not name.startswith(("--help", "--version"))}


def of_commands(cell, every):
    """`build`, `gate`: those; "all" or "all but `init`": the others."""
    named = set(code_words(cell))
    return every - named if cell.startswith("all") else named


def action_keys(heading):
    """The keys directly under a top-level key of action.yml, in order."""
    body = re.search(rf"^{heading}:\n((?:[ #].*\n|\n)*)", read("action.yml"), re.M)[1]
    return re.findall(r"^  ([\w-]+):$", body, re.M)


def schema_keys(schema, prefix=""):
    """Dotted names of the values in a schema, with their schemas."""
    for name, below in schema.get("properties", {}).items():
        if "properties" in below:
            yield from schema_keys(below, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", below


def yaml_keys(text):
    """Dotted names of all keys in a starter configuration, those in comments too."""
    path = []
    for line in text.splitlines():
        found = re.match(r"( *)(?:# ( *))?([a-z-]+):(?: |$)", line)
        if found:
            depth = len(found[1]) + len(found[2] or "")
            path = [part for part in path if part[0] < depth] + [(depth, found[3])]
            yield ".".join(name for _, name in path)


def config_schema():
    return dict(schema_keys(json.loads(read("templates/schemas/config.schema.json"))))


class Readme(unittest.TestCase):
    def test_the_table_of_commands_is_that_of_the_help(self):
        listed = [row["command"] for row in table(read("README.md"), "command")]
        self.assertEqual(sorted(listed), sorted(f"`tidegate {' '.join(command)}`" for command in commands()))

    def test_the_table_of_options_is_that_of_the_help_of_each_command(self):
        rows = table(read("README.md"), "option")
        every = {" ".join(command) for command in commands()}
        for command in commands():
            with self.subTest(command=command):
                wanted = options(*command)
                listed = {row["option"].strip("`"): row["meaning"] for row in rows
                          if " ".join(command) in of_commands(row["of"], every)}
                self.assertEqual(sorted(listed), sorted(wanted))
                for option, what in wanted.items():
                    for default in re.findall(r"\(default ([^)]+)\)", what):
                        self.assertIn(f"default `{default}`", listed[option])

    def test_the_exit_codes_are_those_of_the_help(self):
        promised = re.search(r"^Exit codes: (.*)$", help_of(), re.M)[1]
        listed = ", ".join(row["exit code"] for row in table(read("README.md"), "exit code"))
        self.assertEqual(re.findall(r"\d+", listed), re.findall(r"\b\d+\b", promised))

    def test_the_inputs_are_those_of_the_action(self):
        own = [row["input"].strip("`") for row in table(read("README.md"), "input")]
        _, _, rest = section(read("README.md"), "The Action's inputs").partition("docker/build-push-action")
        self.assertEqual(sorted(own + code_words(rest)), sorted(action_keys("inputs")))

    def test_the_outputs_are_those_of_the_action_in_their_order(self):
        self.assertEqual([row["output"].strip("`") for row in table(read("README.md"), "output")], action_keys("outputs"))

    def test_the_program_takes_its_examples_of_a_configuration(self):
        examples = [text for text in fences(read("README.md"), "yaml") if text.startswith("# .github/tidegate.yml")]
        self.assertTrue(examples)
        for text in examples:
            self.assertEqual(judge_configuration(text), (0, ""))


class Templates(unittest.TestCase):
    def test_the_table_of_keys_is_that_of_the_schema_with_its_defaults(self):
        schema = config_schema()
        text = section(read("templates/README.md"), "Configuration")
        rows = {row["key"].strip("`"): row["default"].strip("`") for row in table(text, "key")}
        self.assertEqual(sorted(rows), sorted(schema))
        for key, below in schema.items():
            default = below.get("default", "none")
            self.assertEqual(rows[key], default if isinstance(default, str) else json.dumps(default), key)

    def test_the_starter_configuration_has_the_keys_of_the_schema(self):
        schema = set(config_schema())
        sections = {key.rpartition(".")[0] for key in schema if "." in key}
        self.assertEqual(set(yaml_keys(read("templates/tidegate.yml"))), schema | sections)

    def test_the_program_takes_the_starter_configuration_and_no_unknown_key(self):
        text = read("templates/tidegate.yml")
        self.assertEqual(judge_configuration(text), (0, ""))
        self.assertEqual(judge_configuration(text + "\nno-such-key: 1\n")[0], 2)

    def test_the_table_of_the_envelope_is_that_of_the_schema(self):
        text = section(read("templates/README.md"), "Events")
        listed = [word for row in table(text, "key") for word in code_words(row["key"])]
        schema = json.loads(read("templates/schemas/event.schema.json"))
        self.assertEqual(listed, list(schema["properties"]))
        self.assertEqual(list(json.loads(next(fences(text, "json")))), schema["required"])


def judge_configuration(text):
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "tidegate.yml")
        file.write_text(text, encoding="utf-8")
        code, _, err = run("history", "rebuild", "--config", file, folder=folder)
        return code, err


class Tree(unittest.TestCase):
    def test_every_relative_link_leads_somewhere(self):
        for file in documents():
            text = file.read_text(encoding="utf-8")
            for target in links(text):
                path, _, anchor = target.partition("#")
                with self.subTest(file=str(file.relative_to(ROOT)), link=target):
                    there = file.parent / path if path else file
                    self.assertTrue(there.exists())
                    if anchor and there.suffix == ".md":
                        self.assertIn(anchor, anchors(there.read_text(encoding="utf-8")))

    def test_every_message_that_is_explained_is_one_of_the_program_or_the_action(self):
        for row in table(section(read("workflows/README.md"), "Trouble, by message"), "message"):
            for piece in row["message"][1:-1].split("…"):
                with self.subTest(message=row["message"], piece=piece):
                    self.assertIn(piece.strip(), MESSAGES)

    def test_every_script_that_a_document_names_is_there(self):
        for file in documents():
            for name in re.findall(r"(?<![\w/-])(?:\./)?(scripts/\w[\w./-]*\w)", file.read_text(encoding="utf-8")):
                with self.subTest(file=str(file.relative_to(ROOT)), script=name):
                    self.assertTrue((ROOT / name).exists())

    def test_every_file_and_folder_on_the_map_is_there(self):
        text = read("src/README.md")
        shown = re.compile(r"(?!foo/|tests/unit/foo/)[\w.]+(?:/[\w.]+)+\.(?:cpp|hpp|json|cmake|yml)")
        for word in filter(shown.fullmatch, code_words(text)):
            with self.subTest(file=word):
                self.assertTrue((ROOT / "src" / word).exists() or (ROOT / word).exists())
        folders = {row["folder"].strip("`").removesuffix("/*") for row in table(text, "folder")}
        self.assertEqual(folders, {entry.name for entry in (ROOT / "src").iterdir() if entry.is_dir()})


if __name__ == "__main__":
    unittest.main()
