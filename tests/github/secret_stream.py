#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The planted build of secrets_everywhere_test.sh, in every form that tidegate reads.

secret_stream.py FOLDER OUT   FOLDER/PLACE: the text to plant; OUT/good.jsonl, OUT/bad.jsonl (rawjson), OUT/good.log,
                              OUT/bad.log (plain), OUT/image.tar
"""
import base64
import hashlib
import io
import json
import pathlib
import sys
import tarfile

folder, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
texts = {path.name: path.read_text() for path in folder.iterdir()}


def steps(fails):
    """Name, log, error."""
    planted = f"RUN deploy {texts['step']}"
    yield "[internal] load build definition from Dockerfile", "", ""
    yield "[1/3] FROM docker.io/library/debian", "", ""
    yield f"[2/3] {planted}", texts["log"] + "\n", ""
    message = f'process "/bin/sh -c push {texts["error"]}" did not complete successfully: exit code: 1'
    yield "[3/3] RUN push it", f"before {texts['log']}\r\nbeh\u00efnd {texts['log']}", message if fails else ""


def ending(fails):
    yield f"WARNING: {texts['warning']}"
    if fails:
        lines = ["FROM debian", *texts["excerpt"].splitlines(), "RUN push it"]
        yield "Dockerfile:1"
        yield "--------------------"
        yield from (f"  {number:2} | {'>>>' if number == len(lines) else '   '} {line}" for number, line in enumerate(lines, 1))
        yield "--------------------"
        yield from f"ERROR: failed to build: failed to solve: {list(steps(True))[-1][2]}".splitlines()


def rawjson(fails):
    inputs = []
    for second, (name, log, error) in enumerate(steps(fails)):
        digest = "sha256:" + hashlib.sha256(name.encode()).hexdigest()
        vertex = {"digest": digest, "name": name, "inputs": inputs, "started": f"2026-11-21T00:00:{10 + second}Z"}
        yield {"vertexes": [vertex]}
        # In pieces, as they come: a secret may be cut anywhere.
        data = log.encode()
        for begin in range(0, len(data), 50):
            piece = base64.b64encode(data[begin : begin + 50]).decode()
            yield {"logs": [{"vertex": digest, "stream": 1, "data": piece, "timestamp": vertex["started"]}]}
        ended = vertex | {"completed": f"2026-11-21T00:00:{11 + second}Z"} | ({"error": error} if error else {})
        yield {"vertexes": [ended]}
        if second == 2:
            yield {"warnings": [{"vertex": digest, "level": 1, "short": base64.b64encode(texts["warning"].encode()).decode()}]}
        inputs = [digest]


def plain(fails):
    for number, (name, log, error) in enumerate(steps(fails), 1):
        head, *rest = name.splitlines()
        yield f"#{number} {head}"
        yield from (f"#{number} 0.1{place} {line}" for place, line in enumerate(rest + log.splitlines()))
        yield f"#{number} ERROR: {error.splitlines()[0]}" if error else f"#{number} DONE 1.0s"
        yield ""


def archive():
    """`docker save` of an image of one empty layer."""
    files = {}
    layer = io.BytesIO()
    tarfile.open(fileobj=layer, mode="w").close()
    files["layer.tar"] = layer.getvalue()
    config = {
        "architecture": "amd64", "os": "linux", "config": {"Env": [texts["image-history"]], "Labels": {"x": texts["label"]}},
        "rootfs": {"type": "layers", "diff_ids": ["sha256:" + hashlib.sha256(files["layer.tar"]).hexdigest()]},
        "history": [{"created": "2026-11-21T00:00:00Z", "created_by": f"RUN deploy {texts['image-history']} # buildkit"}],
    }  # fmt: skip
    files["config.json"] = json.dumps(config).encode()
    files["manifest.json"] = json.dumps([{"Config": "config.json", "RepoTags": ["app:1"], "Layers": ["layer.tar"]}]).encode()
    with tarfile.open(out / "image.tar", "w") as tar:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))


for name, fails in (("good", False), ("bad", True)):
    stream = [json.dumps(line) for line in rawjson(fails)]
    (out / f"{name}.jsonl").write_text("\n".join([*stream, *ending(fails), ""]))
    (out / f"{name}.log").write_text("\n".join([*plain(fails), *ending(fails), ""]))
archive()
