# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the tests under a runner share, beside tests/support/checks.sh. Source it. Exit codes of a test: 0 passed, 1 failed, 125 `not run: WHY`.
#   fail TEXT..         the test failed
#   not_run TEXT..      the test cannot run here
#   go_tool NAME PKG V  path of a Go program, installed outside of the clone where it is absent
#   pip_tool NAME V [PROGRAM]  path of a Python program, likewise; PROGRAM where it is not called like its package
#   new_scratch         a folder, in `scratch`, that goes away at the end
#   check WHAT C..      C must succeed
#   stage_action        the action as GitHub would unpack it, in $scratch/action
#   stage_built FILE    and building it from source there makes this program
#   write_node_wrapper  a `node` that sees the runner's variables only where a JavaScript action would
#   new_project FOLDER  a checked-out repository with the workflow's files
#   outside_action NAME@COMMIT  folder of an action of others; of its stand-in under actions/ where it cannot be had
#   run_act PROJECT WORKFLOW..  run it for the event `act_event` (push); log in $scratch/act.log

# shellcheck source-path=SCRIPTDIR source=../support/checks.sh
. "$(dirname "${BASH_SOURCE[0]}")/../support/checks.sh"

act_version=0.2.87
# Any full commit id will do: the runner maps it to the working tree.
action_ref=octo/tidegate@0123456789abcdef0123456789abcdef01234567

fail() { say "failed: $*"; exit 1; }
not_run() { printf 'not run: %s\n' "$*"; exit 125; }

check() {
  local what=$1
  shift
  "$@" || fail "$what"
  say "fine: $what"
}

tools_folder() { printf '%s/tools\n' "$(cache_folder)"; }

# Two tests may want the same tool at once: each installs beside it, and the last rename wins.
go_tool() {
  local name=$1 package=$2 version=$3 folder
  folder=$(tools_folder)/$name-$version
  if [ ! -x "$folder/$name" ]; then
    have go || not_run "$name $version is absent, and there is no Go toolchain to install it with" >&2
    local new=$folder.$$
    GOBIN=$new GOFLAGS=-buildvcs=false go install "$package@v$version" >"$new.log" 2>&1 || {
      local why
      why=$(tail -n 1 "$new.log")
      rm -rf "$new" "$new.log"
      not_run "go install $package@v$version failed: $why" >&2
    }
    mkdir -p "$folder"
    mv -f "$new/$name" "$folder/$name"
    rm -rf "$new" "$new.log"
  fi
  printf '%s\n' "$folder/$name"
}

pip_tool() {
  local name=$1 version=$2 program=${3:-$1} folder
  folder=$(tools_folder)/$name-$version
  if [ ! -x "$folder/bin/$program" ]; then
    local new=$folder.$$
    mkdir -p "${folder%/*}"
    { python3 -m venv "$new" && "$new/bin/pip" install --quiet "$name==$version"; } >"$new.log" 2>&1 || {
      local why
      why=$(tail -n 1 "$new.log")
      rm -rf "$new" "$new.log"
      not_run "$name $version is absent, and pip could not install it: $why" >&2
    }
    rm -f "$new.log"
    # A virtual environment knows its own path, so it stays where it was made and gets a second name.
    ln -sfn "$new" "$folder"
  fi
  printf '%s\n' "$folder/bin/$program"
}

new_scratch() {
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/tidegate-runner-XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
}

stage_action() {
  mkdir -p "$scratch/action/.github"
  cp "$repo_root/action.yml" "$repo_root/.program" "$scratch/action/"
  cp -R "$repo_root/scripts" "$scratch/action/"
  cp -R "$repo_root/.github/actions" "$scratch/action/.github/"
}

# A build from source would take minutes.
stage_built() {
  mkdir -p "$scratch/action/src"
  touch "$scratch/action/CMakeLists.txt" "$scratch/action/src/main.cpp"
  cat >"$scratch/action/scripts/build" <<END
#!/bin/sh
mkdir -p "\$(dirname "\$0")/../build"
cp "$1" "\$(dirname "\$0")/../build/tidegate"
END
}

# act shows steps no ACTIONS_* at all here, and this gives them to the runtime action alone: as GitHub's runner does.
# act asks `node` for the path of itself and uses the answer, hence the first case. In: $scratch/runtime.env.
write_node_wrapper() {
  local real
  real=$(command -v node) || not_run "no node to run JavaScript actions with"
  mkdir -p "$scratch/bin"
  cat >"$scratch/bin/node" <<END
#!/usr/bin/env bash
case "\$*" in
  *process.execPath*) printf '%s\n' "$scratch/bin/node"; exit ;;
  */.tidegate-runtime/index.js) set -a; . "$scratch/runtime.env" ;;
esac
exec "$real" "\$@"
END
  chmod +x "$scratch/bin/node"
}

new_project() {
  local folder=$1
  mkdir -p "$folder/.github"
  cp -R "$repo_root/tests/runner/workflow" "$folder/.github/workflows"
  git -C "$folder" init --quiet --initial-branch main
  git -C "$folder" remote add origin https://github.com/octo/app
  git -C "$folder" add --all
  git -C "$folder" -c user.name=test -c user.email=test@example.invalid commit --quiet --message one
}

# With a network the commit itself, once for all runs; its caller looks at $(basename) to know which of the two it got.
outside_action() {
  local name=${1%@*} commit=${1#*@} folder
  folder=$(tools_folder)/actions/${name//\//-}-$commit
  if [ ! -e "$folder/action.yml" ]; then
    local new=$folder.$$
    mkdir -p "$new"
    if git -C "$new" init --quiet &&
      GIT_TERMINAL_PROMPT=0 timeout 60 git -C "$new" fetch --quiet --depth 1 "https://github.com/$name" "$commit" 2>/dev/null &&
      git -C "$new" -c advice.detachedHead=false checkout --quiet FETCH_HEAD; then
      mv "$new" "$folder" 2>/dev/null || rm -rf "$new"
    else
      rm -rf "$new"
      folder=$repo_root/tests/runner/actions/${name#*/}
    fi
  fi
  printf '%s\n' "$folder"
}

run_act() {
  local project=$1 workflow=$2 act
  shift 2
  act=$(go_tool act github.com/nektos/act "$act_version") || exit
  mkdir -p "$scratch/config/act" # without it act asks which image to use
  : >"$scratch/config/act/actrc"
  (
    cd "$project" || exit
    unset "${!ACTIONS_@}"
    XDG_CONFIG_HOME=$scratch/config PATH=$scratch/bin:$PATH "$act" "${act_event:-push}" \
      --platform ubuntu-latest=-self-hosted --workflows ".github/workflows/$workflow" \
      --no-cache-server --use-new-action-cache --action-cache-path "$scratch/act" --action-offline-mode \
      --local-repository "$action_ref=$scratch/action" "$@"
  ) >"$scratch/act.log" 2>&1
}
