#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The workflows under workflows/ and .github/workflows/: what each must have, and that the two kinds are equal.

A reusable workflow is its starter with an input in place of a value, and `$/` in place of the released action. So with
the defaults put in, both have the same jobs, line by line, comments behind values included.
"""
import json
import pathlib
import re
import sys
import unittest

sys.dont_write_bytecode = True  # a test leaves nothing in the tree

ROOT = pathlib.Path(__file__).resolve().parents[2]
STARTERS = sorted((ROOT / "workflows").glob("*.yml"))
REUSABLE = sorted((ROOT / ".github/workflows").glob("reusable-*.yml"))
PAIRS = {
    "tidegate.yml": "reusable-build.yml",
    "tidegate-comment.yml": "reusable-comment.yml",
    "tidegate-trend.yml": "reusable-trend.yml",
    "tidegate-release.yml": "reusable-gate.yml",
}
PLACEHOLDER = "OWNER/tidegate@" + "0" * 40
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # (v\d+\.\d+\.\d+|the commit .*)")


def read(file):
    return file.read_text(encoding="utf-8")


def block(text, key):
    """The lines below a top-level key."""
    found = re.search(rf"^{key}:\n((?:[ #].*\n|\n)*)", text, re.M)
    assert found, f"no {key}:"
    return found[1].splitlines()


def defaults(text):
    """{"since": "30d"} of a reusable workflow."""
    found, name = {}, None
    for line in block(text, "on"):
        if (key := re.fullmatch(r" {6}([\w-]+):", line)):
            name = key[1]
        elif (value := re.fullmatch(r" {8}default: (.*)", line)):
            found[name] = value[1].strip('"')
    return found


def jobs(text):
    """The jobs without lines that only comment and without keys that have no value here."""
    return [line for line in block(text, "jobs") if not re.fullmatch(r"\s*(#.*)?", line) and not re.fullmatch(r" {10}[\w-]+: ", line)]


def starter_jobs(text):
    return jobs(re.sub(rf"{PLACEHOLDER} #.*", "$/", text))


def reusable_jobs(text):
    given = defaults(text)
    return jobs(re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], text))


def job_texts(text):
    """The text of each job."""
    return re.split(r"^  (?=[\w-]+:$)", "\n".join(block(text, "jobs")), flags=re.M)[1:]


class Workflows(unittest.TestCase):
    def each(self, files):
        """Calls a check for the text of each file."""
        def run(check):
            self.assertTrue(files)
            for file in files:
                with self.subTest(file=str(file.relative_to(ROOT))):
                    check(read(file))
        return run

    def test_a_reusable_workflow_has_the_jobs_of_its_starter(self):
        self.assertEqual({file.name for file in REUSABLE}, set(PAIRS.values()))
        for starter, reusable in PAIRS.items():
            with self.subTest(starter=starter):
                wanted = starter_jobs(read(ROOT / "workflows" / starter))
                self.assertEqual(reusable_jobs(read(ROOT / ".github/workflows" / reusable)), wanted)

    def test_every_input_of_a_reusable_workflow_is_used(self):
        @self.each(REUSABLE)
        def _(text):
            used = set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text))
            self.assertEqual(used, set(defaults(text)))

    def test_no_token_has_more_rights_than_a_job_names_with_a_reason(self):
        @self.each(STARTERS + REUSABLE)
        def _(text):
            self.assertIn("\npermissions: {}\n", text)
            for job in job_texts(text):
                rights = re.search(r"^    permissions:\n((?: {6}.*\n)+)", job, re.M)
                self.assertTrue(rights, job)
                for line in rights[1].splitlines():
                    self.assertRegex(line, r"^ {6}[a-z-]+: (read|write) # \S+")

    def test_every_action_is_pinned_and_pinned_alike(self):
        pins = {}

        @self.each(STARTERS + REUSABLE)
        def _(text):
            for used in re.findall(r"^ +(?:- )?uses: (.*)$", text, re.M):
                if used == "$/":
                    continue
                self.assertRegex(used, PINNED)
                name, _, pin = used.partition("@")
                self.assertEqual(pins.setdefault(name, pin), pin)

    def test_every_job_ends_in_time(self):
        @self.each(STARTERS + REUSABLE)
        def _(text):
            for job in job_texts(text):
                self.assertRegex(job, r"\n    timeout-minutes: ")

    def test_runs_do_not_pile_up_and_the_group_has_a_reason(self):
        @self.each(STARTERS)
        def _(text):
            self.assertRegex(text, r"\n# [^\n]+\nconcurrency:\n  group: ")

        @self.each(REUSABLE)  # the one that calls has the group; the same one here would wait for itself
        def _(text):
            self.assertNotIn("concurrency:", text)

    def test_nothing_runs_what_a_fork_wrote_with_rights_of_ours(self):
        @self.each(STARTERS + REUSABLE)
        def _(text):
            self.assertNotIn("pull_request_target", text)
            self.assertNotRegex(text, r"persist-credentials: true")
            self.assertEqual(text.count("actions/checkout@"), text.count("persist-credentials: false"))
            if "workflow_run" in text:
                self.assertNotIn("actions/checkout@", text)
            for script in re.findall(r"^ +run: .*\$\{\{.*$", text, re.M):
                self.assertRegex(script, r"^ {10}")  # the input of the action, which is no shell

    def test_no_two_starters_share_a_name_or_a_group(self):
        for what in (r"^name: (.*)$", r"^  group: ([\w-]+)-\$|^  group: ([\w-]+)$"):
            found = ["".join(re.search(what, read(file), re.M).groups(default="")) for file in STARTERS]
            self.assertEqual(sorted(set(found)), sorted(found))

    def test_a_job_that_checks_pull_requests_runs_in_a_merge_queue_too(self):
        checking = [file for file in STARTERS if "\n  pull_request:" in read(file)]

        @self.each(checking)
        def _(text):
            self.assertRegex(text, r"\n  merge_group: # \S+")

    def test_an_artifact_has_the_name_that_the_action_gives(self):
        uploading = [file for file in STARTERS + REUSABLE if "actions/upload-artifact@" in read(file)]

        @self.each(uploading)
        def _(text):
            self.assertEqual(text.count("name: ${{ steps.tidegate.outputs.unpublished-name }}"), text.count("actions/upload-artifact@"))

    def test_what_a_trend_keeps_is_the_database_and_the_next_run_finds_it(self):
        store = json.loads(read(ROOT / "templates/schemas/config.schema.json"))["properties"]["store"]["default"]

        @self.each([ROOT / "workflows/tidegate-trend.yml", ROOT / ".github/workflows/reusable-trend.yml"])
        def _(text):
            self.assertEqual(re.findall(r"^ +path: (.*)$", text, re.M), [store] * 2)
            keys = re.findall(r"^ +key: (.*)$", text, re.M)
            self.assertEqual(keys, keys[:1] * 2)
            self.assertTrue(keys[0].startswith(re.search(r"restore-keys: (.*)", text)[1] + "${{ github.run_id }}"))

    def test_the_comment_listens_to_the_workflow_that_leaves_the_artifact(self):
        name = re.search(r"^name: (.*)$", read(ROOT / "workflows/tidegate.yml"), re.M)[1]
        self.assertIn(f"workflows: [{name}]\n", read(ROOT / "workflows/tidegate-comment.yml"))


if __name__ == "__main__":
    unittest.main()
