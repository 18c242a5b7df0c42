#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Secrets for secrets_everywhere_test.sh: made afresh at each run, planted in a text each, and looked for.

secret_finder.py make KIND FOLDER   FOLDER/PLACE for each place of secret_places.py: a harmless marker and a secret of KIND
secret_finder.py look KIND FOLDER LEFT
                              greps LEFT/SURFACE for the secrets and for the markers, without which nobody knows whether
                              the secret was there at all; a surface `may-hold-X` is read for its markers alone.
                              Ends with "KIND: N looks"; exit 1 where a secret is left or a marker is missing
secret_finder.py kinds              the kinds; `mixed` is any of those with a shape in each place
secret_finder.py unpack DATABASE    what is compressed in a history
"""
import base64
import json
import pathlib
import random
import sqlite3
import string
import sys
import urllib.parse
import zlib

from secret_places import BUILD_PLACES, BUILD_SURFACES, ONE_LINE_PLACES, PLACES, RUNNER_PLACES

LETTERS = string.ascii_letters + string.digits
chance = random.SystemRandom()

# Known by their shape: a fresh one in each place. The others are told to the program: by a variable, an option, an input.
SHAPED = ["ghp", "ghs", "github_pat", "aws_id", "jwt", "url", "key"]
TOLD = ["password", "aws_secret", "token", "runtime_token"]
TOLD_TO_BUILDS = ["argument", "input", "input_lines"]


def word(length, letters=LETTERS):
    return "".join(chance.choice(letters) for _ in range(length))


def part_of_jwt(**claims):
    return base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")


def new_secret(kind):
    """The secret as it is planted, and the parts of it that are secret by themselves."""
    if kind in ("ghp", "ghs"):
        secret = f"{kind}_{word(36)}"
    elif kind == "github_pat":
        secret = f"github_pat_{word(22)}_{word(59)}"
    elif kind == "aws_id":
        secret = "AKIA" + word(16, string.ascii_uppercase + string.digits)
    elif kind == "jwt":
        parts = [part_of_jwt(alg="HS256"), part_of_jwt(jti=word(30)), word(43)]
        return ".".join(parts), parts[1:]
    elif kind == "url":
        password = word(24)
        return f"https://{word(8)}:{password}@127.0.0.1:9/x", [password]
    elif kind in ("key", "input_lines"):
        lines = [word(64) for _ in range(3)]
        name = "RSA PRIVATE KEY" if kind == "key" else "BLOCK"
        return "\n".join([f"-----BEGIN {name}-----", *lines, f"-----END {name}-----"]), lines
    elif kind == "password":
        secret = f'{word(8)}"/&+{word(8)}\\%<{word(8)}'
    elif kind == "aws_secret":
        secret = word(38, LETTERS) + "/+"
    else:
        secret = word(40, string.ascii_lowercase)
    return secret, [secret]


def spellings(value):
    """As logs, requests and files of others spell it. Base64 wherever it begins in what was encoded."""
    beginning = value[:20]  # where a message was cut
    found = {value, beginning, json.dumps(value)[1:-1], urllib.parse.quote(value, safe=""), urllib.parse.quote_plus(value)}
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + value.encode()).decode()
        begin, end = -(-before * 8 // 6), (before + len(value.encode())) * 8 // 6
        found.add(whole[begin:end])
    return found


def marker(place, kind):
    return f"seen{place}by{kind}".replace("-", "").replace("_", "")


def places_of(kind):
    several_lines = kind in ("key", "input_lines")
    all_places = list(PLACES)
    if kind in TOLD_TO_BUILDS:
        all_places = BUILD_PLACES + ([] if kind == "argument" else RUNNER_PLACES)
    if kind in ("password", "aws_secret"):
        all_places.remove("remote")  # with its slashes it is no name, and then tidegate does not say it
    return [place for place in all_places if not (several_lines and place in ONE_LINE_PLACES)]


def kind_at(place, kind):
    if kind != "mixed":
        return kind
    unfit = {"key"} if place in ONE_LINE_PLACES else set()
    return chance.choice([each for each in SHAPED if each not in unfit and (each, place) != ("url", "remote")])


def make(kind, folder):
    values, one = {}, new_secret(kind)
    for place in PLACES:
        kind_here = kind_at(place, kind)
        secret, parts = new_secret(kind_here) if kind_here in SHAPED else one
        is_address = kind_here == "url" and place in ("context", "remote")
        text = f"{secret}/{marker(place, kind)}" if is_address else f"{marker(place, kind)} {secret}"
        if place not in places_of(kind):
            text, parts = marker(place, kind), []
        elif kind_here not in SHAPED and "\n" not in secret and place in ("log", "metadata", "error", "step"):
            encoded = base64.b64encode(secret.encode()).decode()
            text += f" {encoded} {urllib.parse.quote(secret, safe='')} {json.dumps(secret)}"
        (folder / place).write_text(text)
        values[place] = parts
    (folder / "secret").write_text(one[0])
    (folder / "values.json").write_text(json.dumps(values))


def contents(surface):
    files = [path for path in sorted(surface.rglob("*")) if path.is_file() and not path.is_symlink()]
    return {path: path.read_bytes() for path in files}


def look(kind, folder, left):
    values = json.loads((folder / "values.json").read_text())
    wanted = {form.encode(): place for place, parts in values.items() for part in parts for form in spellings(part)}
    told, looks, wrong = {}, 0, []
    for surface in sorted(path for path in left.iterdir() if path.is_dir()):
        told[surface.name] = contents(surface)
        if surface.name.startswith("may-hold-"):
            continue
        for path, text in told[surface.name].items():
            names = b"\n".join(str(part).encode() for part in path.relative_to(left).parts)
            for form, place in wanted.items():
                if form in text or form in names:
                    at = text.find(form)
                    wrong.append(f"{kind} of {place} is in {path.relative_to(left)}: {text[max(0, at - 60):at + 20]!r}")
    surfaces = BUILD_SURFACES if kind in TOLD_TO_BUILDS else {name for names in PLACES.values() for name in names}
    for surface in sorted(surfaces - set(told)):
        wrong.append(f"{kind}: surface {surface} is not there")
    for place in places_of(kind):
        for surface in surfaces & set(told):
            seen = any(marker(place, kind).encode() in text for text in told[surface].values())
            looks += seen
            if surface in PLACES[place] and not seen:
                wrong.append(f"{kind} of {place} did not reach {surface}")
    print("\n".join([*wrong, f"{kind}: {looks} looks"]))
    return 1 if wrong else 0


def unpack(database):
    """The answers of GitHub that the history keeps, which are compressed."""
    for url, body in sqlite3.connect(database).execute("SELECT url, body FROM kept_answers"):
        print(url, zlib.decompress(body).decode())


if __name__ == "__main__":
    order, arguments = sys.argv[1], sys.argv[2:]
    if order == "kinds":
        print("\n".join(["mixed", *SHAPED, *TOLD, *TOLD_TO_BUILDS]))
    elif order == "make":
        make(arguments[0], pathlib.Path(arguments[1]))
    elif order == "unpack":
        unpack(arguments[0])
    else:
        sys.exit(look(arguments[0], pathlib.Path(arguments[1]), pathlib.Path(arguments[2])))
