#!/usr/bin/env python3
"""What tidegate says of a real three-stage image, against `docker save` read by Python and `du` in the stages.

Run by on_own_engine.sh, with IMAGE_FACTS (the program), STANDIN (standin.sh) and docker's variables set.
"""
import gzip
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile

BASE = "debian:bookworm-slim"
DOCKERFILE = f"""FROM {BASE} AS build
WORKDIR /src
COPY source.txt .
RUN head -c 5000000 /dev/urandom > /big && cp source.txt copy.txt
FROM build AS test
RUN head -c 1000000 /dev/urandom > /result
FROM {BASE}
ARG VERSION=1
COPY --from=build /big /big
COPY --from=test /result /result
RUN head -c 2000000 /dev/urandom > /twice && echo $VERSION
RUN head -c 2500000 /dev/urandom > /twice
RUN rm /result
CMD ["sh"]
"""
# /twice once, /result wholly.
WASTED = 2_000_000 + 1_000_000
failures = []


def check(text, given, expected):
    good = given == expected
    print(("ok    " if good else "FAIL  ") + text + ("" if good else f": {given!r}, expected {expected!r}"))
    if not good:
        failures.append(text)


def near(text, given, expected, share):
    good = given is not None and abs(given - expected) <= share * expected
    print(("ok    " if good else "FAIL  ") + f"{text}: {given}, measured {expected}")
    if not good:
        failures.append(text)


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, **options).stdout


def facts(*arguments):
    text = run(os.environ["IMAGE_FACTS"], *arguments).decode()
    return [line.split(" ", 4) for line in text.splitlines()]


def number(text):
    return None if text == "-" else int(text)


def build(folder, *arguments):
    done = subprocess.run(["docker", "buildx", "build", "--progress=rawjson", *arguments, str(folder)],
                          check=True, stderr=subprocess.PIPE)
    log = folder.parent / "rawjson"
    log.write_bytes(done.stderr)
    return str(log)


def layers_by_python(archive):
    """(compressed, sum of the files' sizes) of each layer."""
    with tarfile.open(archive) as image:
        manifest = json.load(image.extractfile("manifest.json"))[0]
        for name in manifest["Layers"]:
            blob = image.extractfile(name).read()
            with tarfile.open(fileobj=io.BytesIO(gzip.decompress(blob))) as layer:
                yield len(blob), sum(member.size for member in layer if member.isreg())


def disk_use(target, folder):
    """What `du` says inside a container of the stage, in whole blocks, and /dev, /proc and /sys apart."""
    tag = "image-check-" + target
    run("docker", "buildx", "build", "--quiet", "--target", target, "-t", tag, "--load", str(folder))
    text = run("docker", "run", "--rm", tag, "du", "-sxB1", "/").decode()
    run("docker", "image", "rm", tag)
    return int(text.split()[0])


def check_image(folder, log):
    lines = facts("image-check", log)
    archive = folder.parent / "image.tar"
    run("docker", "save", "-o", str(archive), "image-check")
    expected = list(layers_by_python(archive))
    layers = [line for line in lines if line[0] == "layer"]
    diff_ids = json.loads(run("docker", "image", "inspect", "--format", "{{json .RootFS.Layers}}", "image-check"))
    check("diff ids", [line[1] for line in layers], diff_ids)
    check("compressed bytes of each layer", [number(line[3]) for line in layers], [size for size, _ in expected])
    check("steps", [line[4] for line in layers],
          ["base", "[stage-2 2/6] COPY --from=build /big /big", "[stage-2 3/6] COPY --from=test /result /result",
           "[stage-2 4/6] RUN head -c 2000000 /dev/urandom > /twice && echo 1",
           "[stage-2 5/6] RUN head -c 2500000 /dev/urandom > /twice", "[stage-2 6/6] RUN rm /result"])
    for line, (_, size) in zip(layers[1:5], expected[1:5]):  # blocks against bytes
        near("unpacked bytes of " + line[4], number(line[2]), size, 0.02)
    near("unpacked bytes of the image", number(lines[0][1]),
         int(run("docker", "run", "--rm", "image-check", "du", "-sxB1", "/").split()[0]), 0.08)
    from_archive = facts("--archive", str(archive))
    check("unpacked bytes by the archive", [number(line[2]) for line in from_archive if line[0] == "layer"],
          [size for _, size in expected])
    for source, found in (("engine", lines), ("archive", from_archive)):
        check(f"wasted bytes by the {source}", [number(line[1]) for line in found if line[0] == "wasted"], [WASTED])
    return {line[1]: number(line[2]) for line in lines if line[0] == "stage"}


def check_stages(stages, folder):
    for target in ("build", "test"):
        near(f"size of stage {target}", stages[target], disk_use(target, folder), 0.03)


def check_caches(folder):
    standin = os.environ["STANDIN"]
    run(standin, "start")
    try:
        shown = run("bash", "-c", f'eval "$({standin} env --scope refs/heads/main=rw)"; env -0')
        environment = dict(pair.split("=", 1) for pair in shown.decode().split("\0") if "=" in pair)
        subprocess.run(["docker", "buildx", "build", "--quiet", "--cache-to", "type=gha,mode=max,scope=my-app",
                        str(folder)], check=True, env=environment, stdout=subprocess.DEVNULL)
        entries = json.loads(run(standin, "get", "/_control/entries"))
        url = environment["ACTIONS_RESULTS_URL"].rstrip("/")
        total = sum(entry["size_bytes"] for entry in entries)
        check("the caches of the repository", facts("--caches", url, "owner/name"),
              [["repository", str(total)], ["scope", "my-app", str(len(entries)), str(total)]])
        check("BuildKit stored layers and an index", len(entries) > 5, True)
    finally:
        run(standin, "stop")


def main():
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "project"
        folder.mkdir()
        (folder / "Dockerfile").write_text(DOCKERFILE)
        (folder / "source.txt").write_text("source\n" * 1000)
        os.environ["STANDIN_DIR"] = scratch + "/standin"
        # The engine outlives a test, and --no-cache does not make WORKDIR anew: its record would still hold the compressed
        # copy that the export of an earlier run made, and then no stage above it has a size that can be told.
        run("docker", "buildx", "prune", "--all", "--force")
        log = build(folder, "--no-cache", "-t", "image-check", "--load")
        stages = check_image(folder, log)
        check_stages(stages, folder)
        check_caches(folder)
        # The export has made compressed copies of every record: no stage can be told any more.
        log = build(folder, "-t", "image-check", "--load")
        after = {line[1]: line[2] for line in facts("image-check", log) if line[0] == "stage"}
        check("stages of exported records have no size", (after["build"], after["test"]), ("-", "-"))
    print(f"{len(failures)} failed")
    return 1 if failures else 0


sys.exit(main())
