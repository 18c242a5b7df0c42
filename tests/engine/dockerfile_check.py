#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the Dockerfiles of tests/data/dockerfile on the engine of the environment and compares tidegate's lines with
those of BuildKit's provenance, its .dockerignore with what BuildKit copies, and its digests with BuildKit's cache."""
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

TOOL = os.environ["DOCKERFILE_TOOL"]
DATA = pathlib.Path(__file__).parent.parent / "data" / "dockerfile"
CONTEXT = DATA / "context"
PROVENANCE = "https://slsa.dev/provenance/v0.2"
METADATA = "https://mobyproject.org/buildkit@v1#metadata"
# name: (arguments of buildx, build arguments for the tool)
BUILDS = {
    "arguments": (["--build-arg", "WORD=loud and clear"], ["WORD=loud and clear"]),
    "backtick": ([], []),
    "bom_crlf": ([], []),
    "continuations": ([], []),
    "heredocs": ([], []),
    "json_forms": ([], []),
    "link": ([], []),
    "named_contexts": (["--build-context", f"other={CONTEXT}",
                        "--build-context", "replaced=docker-image://debian:bookworm-slim"], []),
    "onbuild": ([], []),
    "root_workdir": ([], []),
    "secrets_in_names": (["--build-arg", "VERSION=v1.2.3"], ["VERSION=v1.2.3"]),
    "stages": ([], []),
    "target": (["--target", "wanted"], []),
    "wildcards": ([], []),
}
IGNORE_FILES = {
    "folders": "node_modules\ndeep/er/\n# comment\n",
    "leading_slash": "/a.txt\n/deep/f.log\n",
    "all_but": "*\n!deep\n!a.txt\n",
    "all_but_one_deep": "**\n!deep/er/keep.txt\n",
    "any_depth": "**/*.log\n**/node_modules\n",
    "order": "*.md\n!README*.md\nREADME-secret.md\n",
    "order_reversed": "*.md\nREADME-secret.md\n!README*.md\n",
    "question_and_set": "?.txt\ndeep/[f-g].log\n[^a-z]*\n",
    "blanks_and_bom": "\ufeff  a.txt  \n\n   \n! deep/f.log\ndeep/*.log \n",
    "parent": "deep\n!deep/er/*\ndeep/er/sub/**\n",
    "suffix": "**log\n",
    "dots": "./deep/../a.txt\n.hidden*\n",
    "escaped": "we\\*ird\n",
    "crlf": "a.txt\r\ndeep/er\r\n",
    "star_star_middle": "deep/**/keep.txt\n!deep/er/sub\n",
}


def run(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{(done.stdout + done.stderr)[-2000:]}")
    return done


def build(dockerfile, context, *arguments):
    """The vertices of the build, name by digest, and its reference."""
    with tempfile.TemporaryDirectory() as scratch:
        metadata = pathlib.Path(scratch) / "metadata.json"
        done = run("docker", "buildx", "build", "--progress=rawjson", "--metadata-file", metadata,
                   "-f", dockerfile, *arguments, context)
        reference = json.loads(metadata.read_text())["buildx.build.ref"].split("/")[-1]
    vertices = {}
    for line in done.stderr.splitlines():
        for vertex in json.loads(line).get("vertexes", []) if line.startswith("{") else []:
            vertices.setdefault(vertex["digest"], {}).update(vertex)
    return vertices, reference


def provenance_lines(reference):
    document = json.loads(run("docker", "buildx", "history", "inspect", "attachment", "--type", PROVENANCE,
                              reference).stdout)
    predicate = document.get("predicate", document)
    locations = predicate["metadata"][METADATA]["source"]["locations"]
    lines = {}
    for digest, step in predicate["buildConfig"]["digestMapping"].items():
        found = locations.get(step, {}).get("locations", [])
        ranges = [r for location in found for r in location.get("ranges", [])]
        if ranges:
            lines[digest] = (min(r["start"]["line"] for r in ranges), max(r["end"]["line"] for r in ranges))
    return lines


def tool_lines(dockerfile, vertices, build_args):
    text = "".join(f"{digest}\t{vertex['name']}\n" for digest, vertex in vertices.items())
    done = run(TOOL, "lines", dockerfile, *build_args, input=text)
    lines = {}
    for line in done.stdout.splitlines():
        digest, first, last = line.split()
        if first != "0":
            lines[digest] = (int(first), int(last))
    return lines


def check_lines():
    wrong = compared = 0
    for name, (arguments, build_args) in BUILDS.items():
        dockerfile = DATA / f"{name}.Dockerfile"
        # A name of its own: the engine collects the image that it takes a name from, while it unpacks the next.
        vertices, reference = build(dockerfile, CONTEXT, "--provenance=mode=max", "--no-cache",
                                    f"--output=type=image,name=lines-{name},unpack=false", *arguments)
        theirs, ours = provenance_lines(reference), tool_lines(dockerfile, vertices, build_args)
        steps = {d: v["name"] for d, v in vertices.items() if d in theirs or d in ours}
        for digest, step in steps.items():
            same = ours.get(digest) == theirs.get(digest, ours.get(digest))
            compared += digest in theirs and digest in ours
            if not same:
                wrong += 1
                print(f"{name}: {step!r}: BuildKit says {theirs.get(digest)}, tidegate {ours.get(digest)}")
        print(f"{name}: {len(steps)} steps with lines")
    print(f"lines: {compared} steps compared, {wrong} differ")
    return wrong == 0 and compared >= 60


def make_tree(folder):
    for path in ("a.txt", "b.txt", "README.md", "README-secret.md", "notes.md", ".hidden", ".hidden2/x", "UPPER",
                 "we*ird", "weird", "deep/f.log", "deep/g.log", "deep/h.log", "deep/er/keep.txt", "deep/er/other.txt",
                 "deep/er/sub/keep.txt", "deep/er/sub/x.log", "node_modules/m/index.js", "deep/node_modules/n.js",
                 "catalog", "empty.txt"):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path)
    (folder / "empty_folder").mkdir()
    (folder / "link").symlink_to("deep/f.log")
    (folder / "nowhere").symlink_to("/etc/nowhere")


def check_ignored():
    wrong = 0
    for name, text in IGNORE_FILES.items():
        for own in (False, True):
            with tempfile.TemporaryDirectory() as scratch:
                folder = pathlib.Path(scratch) / "context"
                folder.mkdir()
                make_tree(folder)
                dockerfile = pathlib.Path(scratch) / "app.Dockerfile"
                dockerfile.write_text("FROM scratch\nCOPY . /\n")
                if own:
                    pathlib.Path(f"{dockerfile}.dockerignore").write_text(text, newline="")
                    (folder / ".dockerignore").write_text("*\n")
                else:
                    (folder / ".dockerignore").write_text(text, newline="")
                out = pathlib.Path(scratch) / "out.tar"
                build(dockerfile, folder, "--no-cache", f"--output=type=tar,dest={out}")
                with tarfile.open(out) as tar:
                    theirs = {member.name.strip("/") for member in tar} - {"", "."}
                ours = set(run(TOOL, "context", folder, dockerfile).stdout.splitlines())
                if ours != theirs:
                    wrong += 1
                    print(f".dockerignore {name}: only BuildKit {sorted(theirs - ours)}, "
                          f"only tidegate {sorted(ours - theirs)}")
    print(f".dockerignore: {2 * len(IGNORE_FILES)} builds, {wrong} differ")
    return wrong == 0


def digests(folder, dockerfile):
    """Digest of each COPY, by its index."""
    found = {}
    for line in run(TOOL, "inputs", folder, dockerfile).stdout.splitlines():
        if not line.startswith(" "):
            _, index, digest, _ = line.split()
            found[int(index)] = digest
    return found


CHANGES = {
    "content": lambda f: (f / "deep/f.log").write_text("other"),
    "new file": lambda f: (f / "deep/new.log").write_text("new"),
    "mode": lambda f: (f / "a.txt").chmod(0o755),
    "renamed": lambda f: (f / "b.txt").rename(f / "c.txt"),
    "time only": lambda f: os.utime(f / "a.txt", (1, 1)),
    "ignored file": lambda f: (f / "notes.md").write_text("ignored"),
    "link": lambda f: ((f / "link").unlink(), (f / "link").symlink_to("deep/g.log")),
    "other folder": lambda f: (f / "deep/er/keep.txt").write_text("kept"),
    "excluded by the step": lambda f: (f / "deep/er/other.txt").write_text("excluded"),
}


def check_digests():
    """A step of a changed context is cached exactly where its digest is the same."""
    text = ("FROM scratch\nCOPY *.txt /texts/\nFROM scratch AS a\nCOPY deep/*.log /logs/\nFROM scratch AS b\n"
            "COPY --exclude=*.txt deep /deep/\nFROM scratch AS c\nCOPY . /all/\nFROM scratch AS d\n"
            "COPY link /link\nFROM scratch AS e\nCOPY deep/e? /kept/\n"
            "FROM scratch\nCOPY --from=0 / /0\nCOPY --from=a / /a\nCOPY --from=b / /b\nCOPY --from=c / /c\n"
            "COPY --from=d / /d\nCOPY --from=e / /e\n")
    run("docker", "buildx", "prune", "-af")  # nothing of an earlier run
    stages = ["stage-0", "a", "b", "c", "d", "e"]
    wrong = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "context"
        folder.mkdir()
        make_tree(folder)
        (folder / ".dockerignore").write_text("*.md\n")
        dockerfile = pathlib.Path(scratch) / "Dockerfile"
        dockerfile.write_text(text)

        def look():
            vertices, _ = build(dockerfile, folder, "--output=type=cacheonly")
            cached = {v["name"].split()[0][1:]: v.get("cached", False) for v in vertices.values()
                      if "COPY" in v["name"] and "--from" not in v["name"]}
            lines = run(TOOL, "inputs", folder, dockerfile).stdout.splitlines()
            return cached, {l.split()[0]: l.split()[2] for l in lines if not l.startswith(" ")}

        _, before = look()
        for name, change in CHANGES.items():
            change(folder)
            cached, after = look()
            for stage in stages:
                same = before.get(stage) == after.get(stage)
                if stage not in after or same != cached.get(stage):
                    wrong += 1
                    print(f"digest of {stage} after {name!r}: {'same' if same else 'other'}, "
                          f"BuildKit {'cached' if cached.get(stage) else 'ran'} it")
            before = after
    print(f"digests: {len(CHANGES) * len(stages)} compared, {wrong} differ")
    return wrong == 0


def main():
    results = [check() for check in (check_lines, check_ignored, check_digests)]
    return 0 if all(results) else 1


sys.exit(main())
