# SPDX-License-Identifier: Apache-2.0
"""Where secrets_everywhere_test.sh plants, and the surfaces where the marker of that place must show."""

PLACES = {
    # what a build says
    "step": ["action-build", "build-json", "build-plain", "build-tty", "observe-rawjson", "observe-log", "events"],
    "log": ["action-build", "build-plain"],
    "warning": ["build-json", "build-plain", "events"],
    "error": ["action-build-fails", "build-fails", "build-fails-json", "observe-rawjson-fails", "events", "summary", "comments"],
    "excerpt": ["action-build-fails", "build-fails-json", "events", "summary"],
    "engine": ["engine-fails"],
    "metadata-file": ["outputs"],
    "image-history": ["observe-image"],
    # what it is told
    "build-arg": ["may-hold-build-arguments"],
    "label": ["may-hold-build-arguments"],
    "annotation": ["may-hold-build-arguments"],
    "context": ["build-json", "events"],
    "dockerfile": ["may-hold-planted"],
    # what the other commands are told
    "metadata-key": ["events", "query-json", "branch"],
    "metadata": ["events", "query", "query-json", "branch"],
    "container": ["events", "query-json", "branch"],
    "reason": ["bless", "bless-json", "events", "branch"],
    "option": ["bad-option"],
    "word": ["bad-word"],
    "config": ["bad-config"],
    "remote": ["bad-remote"],
    # what the runner says
    "workflow": ["build-json", "events", "store", "branch", "comments"],
    "job": ["build-json", "events", "store", "branch", "comments"],
    "leg": ["build-json", "events", "store", "branch"],
    "ref": ["build-json", "events", "branch"],
    "actor": ["build-json", "events", "branch"],
    "event-file": ["may-hold-planted"],
    # what GitHub says
    "run-title": ["store", "kept-answers"],
    "run-actor": ["store"],
    "run-branch": ["store", "stats-branch"],
    "run-workflow": ["store", "stats", "stats-json", "stats-markdown", "events"],
    "run-job": ["store", "stats-json"],
    "run-step": ["store", "stats-json"],
    "refusal": ["refused-sync", "refused-comment", "refused-check", "refused-api-publish"],
    "git-refusal": ["refused-push"],
    "redirect": ["may-hold-planted"],
    # what others wrote
    "comment": ["comments"],
    "foreign-event": ["query-foreign", "query-foreign-json"],
    "fork": ["comments"],
}

# Names, one line each.
ONE_LINE_PLACES = {
    "context", "config", "option", "word", "remote", "container", "workflow", "job", "leg", "ref", "actor",
    "run-actor", "run-branch", "run-workflow", "run-job", "run-step", "build-arg", "label", "annotation", "redirect",
}  # fmt: skip

# What a build alone is told can come out of the build, and of what the runner calls it.
BUILD_PLACES = ["step", "log", "warning", "error", "excerpt", "metadata-file"]
RUNNER_PLACES = ["workflow", "job", "leg", "ref", "actor"]
BUILD_SURFACES = {"action-build", "action-build-fails", "events", "store", "summary", "outputs", "comments", "checks", "branch"}
