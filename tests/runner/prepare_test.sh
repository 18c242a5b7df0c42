#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# scripts/action-prepare by itself: which program it takes, and what it says where there is none.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

new_scratch
stage_action
mkdir -p "$scratch/workspace" "$scratch/tools" "$scratch/temp"
fake=$(dirname "$0")/fake-tidegate
cp "$fake" "$scratch/workspace/tidegate"

# The real scripts would take minutes: these count their calls.
cat >"$scratch/action/scripts/build" <<END
#!/bin/sh
echo build >>"$scratch/calls"
[ ! -e "$scratch/break-build" ] || exit 1
mkdir -p "$scratch/action/build"
cp "$repo_root/tests/runner/fake-tidegate" "$scratch/action/build/tidegate"
END
printf '#!/bin/sh\necho setup >>"%s"\n' "$scratch/calls" >"$scratch/action/scripts/setup"
mkdir -p "$scratch/action/src"
echo 'int main() {}' >"$scratch/action/src/main.cpp"
touch "$scratch/action/CMakeLists.txt"
: >"$scratch/action/.program" # as between two releases

# prepare VARIABLE=VALUE..: run it; its exit code in `status`, its talk in $scratch/talk
prepare() {
  : >"$scratch/output"
  status=0
  env -u INPUT_BINARY_PATH -u INPUT_INSTALL -u INPUT_RUN GITHUB_ACTION_PATH="$scratch/action" GITHUB_WORKSPACE="$scratch/workspace" \
    GITHUB_OUTPUT="$scratch/output" RUNNER_OS=Linux RUNNER_TOOL_CACHE="$scratch/tools" RUNNER_TEMP="$scratch/temp" \
    RUNNER_ENVIRONMENT=self-hosted "$@" "$scratch/action/scripts/action-prepare" >"$scratch/talk" 2>&1 || status=$?
}
ended() { [ "$status" = "$1" ] || { cat "$scratch/talk"; return 1; }; }
says() { grep -qF "$1" "$scratch/talk" || { cat "$scratch/talk"; return 1; }; }
program() { sed -n 's/^program=//p' "$scratch/output"; }
calls() { tr '\n' ' ' <"$scratch/calls"; }

prepare INPUT_BINARY_PATH=tidegate
check "a path is taken from the workspace" [ "$(program)" = "$scratch/workspace/tidegate" ]
check "the runtime action is where action.yml names it" [ -f "$scratch/workspace/.tidegate-runtime/action.yml" ]
prepare INPUT_BINARY_PATH="$scratch/workspace/tidegate"
check "an absolute path is taken as it is" [ "$(program)" = "$scratch/workspace/tidegate" ]
check "a second time in a workspace works" ended 0

rm -rf "$scratch/workspace/.tidegate-runtime"
prepare INPUT_BINARY_PATH=tidegate INPUT_RUN="events fetch"
check "where no build follows nothing is put into the workspace" [ ! -e "$scratch/workspace/.tidegate-runtime" ]

ln -s "$scratch/temp" "$scratch/workspace/.tidegate-runtime"
prepare INPUT_BINARY_PATH=tidegate
check "a link that a checkout brought along is not followed" [ -z "$(ls "$scratch/temp")" ]

prepare INPUT_BINARY_PATH=nowhere
check "a missing file is a usage error" ended 2
check "a missing file is named" says "::error title=tidegate::input \"binary-path\": no file $scratch/workspace/nowhere"
touch "$scratch/workspace/plain"
prepare INPUT_BINARY_PATH=plain
check "a file that is no program is a usage error" ended 2
prepare INPUT_BINARY_PATH=$'tide\ngate'
check "a newline in the path sets no output of its own" [ "$status:$(cat "$scratch/output")" = "2:" ]
printf '#!/bin/sh\nexit 3\n' >"$scratch/workspace/broken"
chmod +x "$scratch/workspace/broken"
prepare INPUT_BINARY_PATH=broken
check "a program that does not run is refused" ended 3

prepare RUNNER_OS=macOS
check "another system is refused" ended 3
check "another system is told what to use" says "runs on Linux runners; this one is macOS"

prepare
first=$(program)
check "without a path the program is built" [ "$(calls)" = "build " ]
check "it is kept in the tool cache" [ "${first#"$scratch/tools/tidegate/"}" != "$first" ]
prepare
check "the second time nothing is built" [ "$(calls)" = "build " ]
echo 'int main() { return 1; }' >"$scratch/action/src/main.cpp"
prepare
check "another source is another program" [ "$(program)" != "$first" ]
check "another source is built" [ "$(calls)" = "build build " ]

rm "$scratch/calls"
rm -rf "$scratch/tools/tidegate"
prepare RUNNER_ENVIRONMENT=github-hosted
check "on a hosted runner the packages come first" [ "$(calls)" = "setup build " ]

rm -rf "$scratch/tools/tidegate" "$scratch/action/build"
touch "$scratch/break-build"
prepare
check "a build that fails ends the step" ended 1
check "a build that fails says what to do" says "could not be built from source"
check "a build that failed leaves no program" [ ! -e "$scratch/tools/tidegate" ]

rm "$scratch/break-build"
prepare INPUT_INSTALL=offline
check "offline nothing is built" ended 3
check "offline a missing program is named" says "install: offline, and $scratch/tools/tidegate/"
prepare INPUT_INSTALL=Download
check "an unknown way to install is a usage error" ended 2

# A release, by https from a server that this test makes. Its answers: $scratch/answers has a status for each request.
for tool in openssl python3 curl; do have "$tool" || not_run "the download needs $tool"; done
site=$scratch/site/releases/v1.2.3
mkdir -p "$site"
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
  -keyout "$scratch/key.pem" -out "$scratch/cert.pem" 2>/dev/null
cp "$fake" "$site/tidegate-linux-amd64"
cp "$fake" "$site/tidegate-linux-arm64"
sum=$(sha256sum <"$fake" | cut -d' ' -f1)
python3 "$(dirname "$0")/release_server.py" "$scratch/site" "$scratch/cert.pem" "$scratch/key.pem" "$scratch/answers" \
  >"$scratch/port" 2>"$scratch/requests" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$scratch"' EXIT
for _ in {1..200}; do [ ! -s "$scratch/port" ] || break; sleep 0.05; done
url=https://localhost:$(cat "$scratch/port")/releases/v1.2.3

released() { printf 'version v1.2.3\nurl %s\nx86_64 %s\naarch64 %s\n' "$url" "$1" "$1" >"$scratch/action/.program"; }
fetch() { prepare CURL_CA_BUNDLE="$scratch/cert.pem" "$@"; }
requests() { grep -c GET "$scratch/requests" || true; }
leftovers() { find "$scratch/tools" -name 'new.*'; }

rm -f "$scratch/calls"
released "$sum"
fetch INPUT_INSTALL=offline
check "offline nothing is downloaded" [ "$status:$(requests)" = 3:0 ]
check "offline it is told what is missing" says "sha256 $sum; it is $url/tidegate-linux-"
fetch
check "a released program is downloaded" ended 0
check "it has the bytes that were released" cmp -s "$(program)" "$fake"
check "nothing is compiled" [ ! -e "$scratch/calls" ]
check "one request" [ "$(requests)" = 1 ]
fetch INPUT_INSTALL=offline
check "the second time it comes from the tool cache" [ "$status:$(requests)" = 0:1 ]

printf 'more' >>"$(program)"
fetch
check "what changed in the tool cache is not run, but downloaded again" [ "$status:$(requests)" = 0:2 ]
check "and it is told" says "has other bytes than it should"

rm -rf "$scratch/tools/tidegate"
printf '500\n503\n' >"$scratch/answers"
fetch
check "a server in trouble is asked again" [ "$status:$(requests)" = 0:5 ]

rm -rf "$scratch/tools/tidegate"
released "${sum//[0-9]/0}"
fetch
check "other bytes than those of the release are refused" ended 3
check "both sums are told" says "$url/tidegate-linux-$([ "$(uname -m)" = x86_64 ] && echo amd64 || echo arm64) has sha256 $sum, and this version"
check "what was refused stays nowhere" [ -z "$(find "$scratch/tools" -type f)" ]

released "$sum"
prepare CURL_CA_BUNDLE=/dev/null
check "a server that nobody vouches for is refused" ended 3
url=http://localhost:1 && released "$sum"
fetch
check "without https nothing is downloaded" ended 3
check "and what to do is told" says "give the input binary-path, or install: source"
check "nothing is left over" [ -z "$(leftovers)" ]
released ""
fetch
check "a machine without a release is told what to use" says "is released for x86_64 and aarch64, this runner is $(uname -m)"
fetch INPUT_INSTALL=source
check "install: source compiles" [ "$(calls)" = "build " ]

released "$sum" && url=https://localhost:$(cat "$scratch/port")/releases/v1.2.3 && released "$sum"
rm -rf "$scratch/tools/tidegate"
for job in 1 2 3 4 5 6; do
  env -u INPUT_BINARY_PATH GITHUB_ACTION_PATH="$scratch/action" GITHUB_WORKSPACE="$scratch/workspace$job" GITHUB_OUTPUT="$scratch/output$job" \
    RUNNER_OS=Linux RUNNER_TOOL_CACHE="$scratch/tools" RUNNER_TEMP="$scratch/temp" INPUT_RUN=x CURL_CA_BUNDLE="$scratch/cert.pem" \
    "$scratch/action/scripts/action-prepare" >"$scratch/talk$job" 2>&1 &
  jobs[job]=$!
done
for job in 1 2 3 4 5 6; do wait "${jobs[job]}" || { cat "$scratch/talk$job" && fail "job $job"; }; done
check "jobs that start at once share one program" [ "$(find "$scratch/tools" -type f | wc -l)" = 1 ]
