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

# prepare VARIABLE=VALUE..: run it; its exit code in `status`, its talk in $scratch/talk
prepare() {
  : >"$scratch/output"
  status=0
  env -u INPUT_BINARY_PATH -u INPUT_RUN GITHUB_ACTION_PATH="$scratch/action" GITHUB_WORKSPACE="$scratch/workspace" \
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
