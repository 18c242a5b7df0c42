#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Each SBOM is what the validator of the SPDX project takes, and tells of the program beside it: those of
# scripts/release, and one made from the program of scripts/build where there is no release.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../runner/lib.sh"
. "$(dirname "$0")/../support/checks.sh" # last: its exit codes are those of ctest

files=${RELEASE_FILES:-$repo_root/build/release-files}

# As scripts/release does it.
make_from_build() {
  local built=$repo_root/build/release/src/app/tidegate
  [ -s "$built.inputs" ] || not_run "there is neither a release (scripts/release) nor a static build (scripts/build)"
  files=$scratch/files
  mkdir -p "$files"
  cp "$built" "$files/tidegate-linux-amd64"
  SOURCE_DATE_EPOCH=1760000000 python3 "$repo_root/scripts/release.d/sbom.py" --architecture amd64 --version 0.0.0 \
    --program "$built" --inputs "$built.inputs" --sysroot '' \
    --sbom "$files/tidegate-linux-amd64.spdx.json" --notice "$files/NOTICE.txt"
}

is_valid() { "$validator" --infile "$1" >"$scratch/said" 2>&1 || { cat "$scratch/said" >&2 && return 1; }; }
is_refused() { ! "$validator" --infile "$1" >/dev/null 2>&1; }
tells_of() { [ "$(jq -r '.packages[0].checksums[0].checksumValue' "$1")" = "$(sha256sum "$2" | cut -d ' ' -f 1)" ]; }
# jq's exit code is the answer: every library with a version, an address that scanners know, and its licence's text.
is_whole() {
  jq -e '(.packages | length) >= 15 and (.hasExtractedLicensingInfos | length) == (.packages | length) - 1
    and all(.packages[1:][]; (.versionInfo | length) > 0 and (.externalRefs[0].referenceLocator | startswith("pkg:deb/debian/")))
    and all(.hasExtractedLicensingInfos[]; (.extractedText | length) > 100)' "$1" >/dev/null
}

main() {
  new_scratch
  need_commands jq python3
  validator=$(pip_tool spdx-tools 0.8.5 pyspdxtools) || exit 77
  compgen -G "$files/*.spdx.json" >/dev/null || make_from_build
  local sbom
  for sbom in "$files"/*.spdx.json; do
    check "${sbom##*/} is valid" is_valid "$sbom"
    check "${sbom##*/} tells of the program beside it" tells_of "$sbom" "${sbom%.spdx.json}"
    check "${sbom##*/} is whole" is_whole "$sbom"
  done
  jq '.packages[1].licenseDeclared = "no licence of SPDX"' "$sbom" >"$scratch/wrong.spdx.json"
  check "a wrong one is refused" is_refused "$scratch/wrong.spdx.json"
  finish
}

main "$@"
