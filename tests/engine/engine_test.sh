#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# engine_test.sh CASE: one behaviour of scripts/engine, on real private engines whose names begin with "test-".
# Exit: 0 passed, 1 failed, 77 not run.
set -euo pipefail
repo=$(cd "$(dirname "$0")/../.." && pwd -P)
scratch=$(mktemp -d)
started=()

fail() { echo "FAILED: $*" >&2 && exit 1; }
expect() { [ "$1" = "$2" ] || fail "$3: expected '$2', got '$1'"; }

engine() { "$repo/scripts/engine" "$1" --private --name "$2"; }

start() {
  local code=0
  started+=("$1")
  engine start "$1" 2>"$scratch/start.log" || code=$?
  cat "$scratch/start.log" >&2
  # Where one could be started, a second that "is not possible here" is a failure.
  if [ "$code" = 3 ] && [ ${#started[@]} = 1 ]; then
    echo "not run: $(tail -n 1 "$scratch/start.log")"
    exit 77
  fi
  expect "$code" 0 "exit code of start"
}

clean_up() {
  local name
  for name in "${started[@]}"; do
    engine stop "$name" 2>/dev/null || true
    rm -rf "$repo/build/engine/$name"
  done
  rm -rf "$scratch"
}
trap clean_up EXIT

# docker NAME ARGUMENT..: in a subshell, as a user of `env` would.
docker_of() (
  environment=$(engine env "$1")
  eval "$environment"
  shift
  docker "$@"
)

folder_of() { echo "$repo/build/engine/$1"; }
id_of() { printf '%s' "$(folder_of "$1")" | sha256sum | cut -c1-8; }
daemons_of() { grep -slzxF "TIDEGATE_ENGINE_ID=$(id_of "$1")" /proc/[0-9]*/environ | cut -d/ -f3 || true; }
dockerd_of() {
  local pid
  for pid in $(daemons_of "$1"); do
    [ "$(cat "/proc/$pid/comm")" != dockerd ] || echo "$pid"
  done
}

expect_nothing_of() {
  local id
  id=$(id_of "$1")
  expect "$(daemons_of "$1")" "" "processes of $1"
  expect "$(grep -F "$(folder_of "$1")" /proc/self/mountinfo || true)" "" "mounts of $1"
  expect "$(ip -o link | grep -c "tg$id" || true)" 0 "bridges of $1"
  expect "$( (iptables -w -S && iptables -w -t nat -S) | grep -c "$id" || true)" 0 "iptables rules of $1"
  expect "$(find /sys/fs/cgroup -maxdepth 2 -name "*$id*")" "" "cgroups of $1"
  [ ! -e "$(folder_of "$1")/run/docker.sock" ] || fail "the socket of $1 is still there"
  local code=0
  engine status "$1" >"$scratch/status" || code=$?
  expect "$code" 1 "exit code of status after stop"
  grep -q 'nothing of it is left' "$scratch/status" || fail "status says: $(cat "$scratch/status")"
}

start_twice_is_one_engine() {
  start test-twice
  engine stop test-twice
  # Two at the same moment, then one more.
  engine start test-twice & other=$!
  start test-twice
  wait $other || fail "the start beside another start failed"
  local first
  first=$(dockerd_of test-twice)
  start test-twice
  expect "$(dockerd_of test-twice)" "$first" "dockerd after the second start"
  expect "$(wc -w <<<"$first")" 1 "number of dockerd"
  engine status test-twice | grep -q 'running, pid' || fail "status does not say that it runs"
  docker_of test-twice info --format '{{.DriverStatus}}' | grep -q io.containerd.snapshotter || fail "no containerd image store"
}

build_in() {
  engine base-image "$1"
  printf 'FROM debian:bookworm-slim\nRUN apt-get update && echo %s > /who\n' "$1" |
    docker_of "$1" buildx build --no-cache --tag "who:$1" - >"$scratch/$1.log" 2>&1 ||
    { cat "$scratch/$1.log" >&2 && return 1; }
  expect "$(docker_of "$1" run --rm "who:$1" cat /who)" "$1" "what the image of $1 holds"
}

subnet_of() { for name in "$@"; do ip -4 -o addr show dev "tg$(id_of "$name")" | awk '{ print $4 }'; done; }

two_engines_build_side_by_side() {
  start test-left
  start test-right
  expect "$(subnet_of test-left test-right | sort -u | wc -l)" 2 "number of subnets"
  build_in test-left & build_left=$!
  build_in test-right
  wait $build_left || fail "the build in test-left failed"
  expect "$(docker_of test-right image ls -q who:test-left)" "" "image of the other engine"
  engine stop test-left
  expect_nothing_of test-left
  docker_of test-right run --rm who:test-right apt-get update >/dev/null || fail "the right one lost its network with the left one"
}

stop_leaves_nothing() {
  start test-stop
  engine base-image test-stop
  local network
  network=$(docker_of test-stop network create extra)
  ip link show "br-${network:0:12}" >/dev/null || fail "no bridge of the network to begin with"
  docker_of test-stop run -d --network extra debian:bookworm-slim sleep 987654 >/dev/null
  engine stop test-stop
  expect "$(pgrep -f 'sleep 98765[4]' || true)" "" "process of a container"
  expect "$(ip -o link | grep -c "br-${network:0:12}" || true)" 0 "links of the network"
  expect_nothing_of test-stop
  engine stop test-stop || fail "stop of a stopped engine is an error"
}

killed_dockerd_starts_again() {
  start test-kill
  engine base-image test-kill
  local victim network
  network=$(docker_of test-kill network create extra)
  victim=$(dockerd_of test-kill)
  kill -KILL "$victim"
  start test-kill
  [ "$(dockerd_of test-kill)" != "$victim" ] || fail "the killed dockerd is still there"
  expect "$(docker_of test-kill run --rm debian:bookworm-slim echo fine)" fine "a container after the restart"
  # A pid file whose number has gone to somebody else must neither stop that process nor prevent a start.
  kill -KILL "$(dockerd_of test-kill)"
  echo "$$ 1" >"$(folder_of test-kill)/pid"
  start test-kill
  kill -KILL "$(dockerd_of test-kill)"
  engine stop test-kill
  expect "$(ip -o link | grep -c "br-${network:0:12}" || true)" 0 "links of the network"
  expect_nothing_of test-kill
}

# A clone in a folder with blanks, and so deep that a socket in it would have too long a path.
long_and_odd_paths_work() {
  local first=$repo deep
  deep="$scratch/with a blank/$(printf 'd%.0s' {1..90})"
  mkdir -p "$deep"
  cp -r "$repo/scripts" "$deep/"
  repo=$deep
  start test-deep
  docker_of test-deep version >/dev/null || fail "no answer"
  engine stop test-deep
  expect_nothing_of test-deep
  repo=$first
}

wrong_use_is_explained() {
  local code=0
  "$repo/scripts/engine" dance 2>"$scratch/err" || code=$?
  expect "$code" 2 "exit code of an unknown command"
  code=0
  engine status ../up 2>"$scratch/err" || code=$?
  expect "$code" 2 "exit code of a name that is a path"
  code=0
  engine env test-never 2>"$scratch/err" || code=$?
  expect "$code" 1 "exit code of env without an engine"
  grep -q 'scripts/engine start' "$scratch/err" || fail "env does not say what to do: $(cat "$scratch/err")"
  engine stop test-never || fail "stop of an engine that never was is an error"
}

# A dpkg that knows no package: setup has to notice, and to refuse where sudo gives no root.
setup_sees_what_is_missing() {
  local code=0
  mkdir "$scratch/bin"
  printf '#!/bin/sh\nexit 1\n' | tee "$scratch/bin/dpkg-query" "$scratch/bin/sudo" >/dev/null
  printf '#!/bin/sh\necho 1000\n' >"$scratch/bin/id"
  chmod +x "$scratch"/bin/*
  PATH=$scratch/bin:$PATH "$repo/scripts/setup" </dev/null 2>"$scratch/err" || code=$?
  expect "$code" 3 "exit code of setup without root"
  grep -q 'to install .*libcli11-dev' "$scratch/err" || fail "setup does not name what is missing: $(cat "$scratch/err")"
}

echo "case: ${1:?usage: engine_test.sh CASE}"
"$1"
echo "passed"
