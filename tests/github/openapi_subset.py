#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""openapi_subset.py SOURCE TARGET PATH...: GitHub's OpenAPI description with only those paths.

A PATH that ends in * is the beginning of several. What no kept path refers to is left out, so that a
proxy starts with it in two seconds and not in ten. A path that matches nothing is an error: the
description has changed, or the word is misspelt.
"""
import json
import sys


def fits(path, wanted):
    if wanted.endswith("*"):
        return path.startswith(wanted[:-1])
    return path == wanted


def references(node):
    """The (section, name) of every component that this part of the document refers to."""
    pending = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, list):
            pending.extend(part)
        elif isinstance(part, dict):
            pending.extend(part.values())
            target = part.get("$ref")
            if isinstance(target, str) and target.startswith("#/components/"):
                yield tuple(target.split("/")[2:4])


def used_components(paths, components):
    used = set()
    pending = list(references(paths))
    while pending:
        section, name = pending.pop()
        if (section, name) not in used:
            used.add((section, name))
            pending.extend(references(components[section][name]))
    return used


def loosen(components, paths):
    """Two parameters are described more narrowly than GitHub reads them, or than Prism can check:
    `created` takes ranges ("A..B", ">=A") and not only one moment; `workflow_id` is a number or a
    text, and Prism finds that a number is both."""
    parameters = list(components.get("parameters", {}).values())
    for path in paths.values():
        for operation in path.values():
            parameters += operation.get("parameters", []) if isinstance(operation, dict) else []
    for parameter in parameters:
        if parameter.get("name") == "created":
            parameter.get("schema", {}).pop("format", None)
        if parameter.get("name") == "workflow_id":
            parameter["schema"] = {"type": "string"}


def subset(document, wanted):
    missing = [w for w in wanted if not any(fits(p, w) for p in document["paths"])]
    if missing:
        sys.exit(f"openapi_subset.py: no path fits {', '.join(missing)}")
    paths = {p: v for p, v in document["paths"].items() if any(fits(p, w) for w in wanted)}
    used = used_components(paths, document["components"])
    components = {
        section: {name: part for name, part in parts.items() if (section, name) in used}
        for section, parts in document["components"].items()
    }
    loosen(components, paths)
    return {
        "openapi": document["openapi"],
        "info": document["info"],
        "servers": document.get("servers", []),
        "paths": paths,
        "components": {section: parts for section, parts in components.items() if parts},
    }


def main():
    if len(sys.argv) < 4:
        sys.exit("usage: openapi_subset.py SOURCE TARGET PATH...")
    with open(sys.argv[1], encoding="utf-8") as source:
        document = json.load(source)
    with open(sys.argv[2], "w", encoding="utf-8") as target:
        json.dump(subset(document, sys.argv[3:]), target)


if __name__ == "__main__":
    main()
