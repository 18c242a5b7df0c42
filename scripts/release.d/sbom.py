# SPDX-License-Identifier: Apache-2.0
"""What is in a released program: an SBOM (SPDX 2.3, JSON) and the licence texts, from what the linker read."""

import argparse
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import time

HEADERS_ONLY = ("libcli11-dev", "libexpected-dev", "libfmt-dev", "nlohmann-json3-dev")

PREFACE = """tidegate is licensed under the Apache License 2.0. The program is one file with the libraries below linked into it, as
Debian ships them. Its sources and the scripts that link it (scripts/release) are public, so that anyone can link it
with other versions of these libraries. Each part stands under its own licence:
"""


def archives(inputs):
    """The libraries and start files in the list that the linker wrote (a makefile rule)."""
    words = pathlib.Path(inputs).read_text().replace("\\\n", " ").split()
    found = {os.path.realpath(word) for word in words if word.startswith("/") and re.search(r"\.(a|o)$", word)}
    return sorted(found)


class Installed:
    """Packages of this machine, as dpkg knows them."""

    doc = pathlib.Path("/usr/share/doc")

    def owner(self, file):
        answer = subprocess.run(["dpkg", "-S", file], capture_output=True, text=True, check=False).stdout
        return answer.split(": ")[0].split(",")[0] if answer else None

    def facts(self, package):
        line = subprocess.run(["dpkg-query", "-W", "-f", "${Package}\t${Version}\t${source:Package}\n", package],
                              capture_output=True, text=True, check=True).stdout.splitlines()[0]
        return line.split("\t")


class Unpacked:
    """Packages in a folder of scripts/release.d/arm64.sh."""

    def __init__(self, folder):
        self.doc = folder / "root/usr/share/doc"
        self.root = os.path.realpath(folder / "root")
        self.owners = dict(reversed(line.split(" ", 1)) for line in (folder / "files").read_text().splitlines())
        self.packages = {}
        for block in (folder / "packages").read_text().split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.splitlines())
            if fields:
                source = fields.get("Source", fields["Package"]).split(" ")[0]
                self.packages[fields["Package"]] = (fields["Package"], fields["Version"], source)

    def owner(self, file):
        return self.owners.get(os.path.relpath(file, self.root)) if file.startswith(self.root + "/") else None

    def facts(self, package):
        return self.packages[package]


def linked_packages(files, places):
    """{package: (version, source, copyright file)} of everything that was linked or included."""
    found = {}

    def add(place, package):
        name, version, source = place.facts(package)
        copyright_file = place.doc / name / "copyright"
        if not copyright_file.is_file():
            sys.exit(f"sbom: {copyright_file} is not there: the licence of {name} cannot be told")
        found[name] = (version, source, copyright_file)

    for file in files:
        for place in places:
            if package := place.owner(file):
                add(place, package)
                break
        else:
            if "/usr/" in file:
                sys.exit(f"sbom: no package owns {file}")
    for package in HEADERS_ONLY:
        add(places[0], package)
    return dict(sorted(found.items()))


def spdx(arguments, program, packages):
    stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"])))
    name = f"tidegate-linux-{arguments.architecture}"
    digest = hashlib.sha256(program).hexdigest()
    parts, texts, relations = [], [], [("SPDXRef-DOCUMENT", "DESCRIBES", "SPDXRef-tidegate")]
    parts.append({"SPDXID": "SPDXRef-tidegate", "name": name, "versionInfo": arguments.version, "downloadLocation": "NOASSERTION",
                  "filesAnalyzed": False, "licenseDeclared": "Apache-2.0", "licenseConcluded": "NOASSERTION",
                  "copyrightText": "NOASSERTION", "checksums": [{"algorithm": "SHA256", "checksumValue": digest}]})
    for package, (version, source, copyright_file) in packages.items():
        text = copyright_file.read_text(encoding="utf-8", errors="replace")
        key = re.sub(r"[^A-Za-z0-9.-]", "-", package)
        names = sorted(set(re.findall(r"^License: *(\S.*)$", text, re.M)))
        parts.append({
            "SPDXID": f"SPDXRef-{key}", "name": package, "versionInfo": version, "downloadLocation": "NOASSERTION",
            "filesAnalyzed": False, "licenseDeclared": f"LicenseRef-{key}", "licenseConcluded": "NOASSERTION",
            "copyrightText": "NOASSERTION", "supplier": "Organization: Debian", "sourceInfo": f"Debian source package {source}",
            **({"licenseComments": "named in it: " + "; ".join(names)} if names else {}),
            "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator":
                              f"pkg:deb/debian/{package.replace('+', '%2B')}@{version.replace('+', '%2B')}?arch={arguments.architecture}"}]})
        texts.append({"licenseId": f"LicenseRef-{key}", "name": f"debian/copyright of {package}", "extractedText": text})
        relations.append(("SPDXRef-tidegate", "STATIC_LINK", f"SPDXRef-{key}"))
    return {"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
            "documentNamespace": f"urn:tidegate:{name}:{digest}",
            "creationInfo": {"created": stamp, "creators": ["Tool: tidegate-scripts-release"]},
            "packages": parts, "hasExtractedLicensingInfos": texts,
            "relationships": [{"spdxElementId": a, "relationshipType": kind, "relatedSpdxElement": b} for a, kind, b in relations]}


def notice(packages):
    sources = {}
    for package, (version, source, copyright_file) in packages.items():
        sources.setdefault((source, copyright_file.read_text(encoding="utf-8", errors="replace")), []).append(f"{package} {version}")
    blocks = [PREFACE]
    for (source, text), names in sorted(sources.items()):
        blocks.append(f"{'=' * 100}\n{source}: {', '.join(names)}\n{'=' * 100}\n\n{text.rstrip()}\n")
    return "\n".join(blocks)


def main():
    parser = argparse.ArgumentParser()
    for option in ("architecture", "version", "program", "inputs", "sysroot", "sbom", "notice"):
        parser.add_argument("--" + option, required=True)
    arguments = parser.parse_args()
    places = [Installed()]
    if arguments.architecture != "amd64":
        places.insert(0, Unpacked(pathlib.Path(arguments.sysroot)))
    packages = linked_packages(archives(arguments.inputs), places)
    program = pathlib.Path(arguments.program).read_bytes()
    pathlib.Path(arguments.sbom).write_text(json.dumps(spdx(arguments, program, packages), indent=1) + "\n", encoding="utf-8")
    pathlib.Path(arguments.notice).write_text(notice(packages), encoding="utf-8")


main()
