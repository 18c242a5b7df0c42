# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Judges the Docker engine that the machine already has, and whether a private one can run here.

# type=gha on GitHub's present cache service: BuildKit speaks it since 0.20, which Engine 28.0 is the first to contain,
# and buildx hands the address over since 0.21.
oldest_engine=28.0
oldest_buildx=0.21

# Every engine that scripts/engine starts carries this label, so that a DOCKER_HOST which points to one of them
# is not taken for the machine's own.
engine_label=tidegate.engine

# Prints why the machine's own engine is no use; prints nothing where it is good.
machine_engine_objection() {
  local server buildx
  have docker || { echo "no docker command" && return; }
  buildx=$(docker buildx version 2>/dev/null | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -n 1) || true
  [ -n "$buildx" ] || { echo "docker has no buildx plugin" && return; }
  version_at_least "$buildx" "$oldest_buildx" || { echo "buildx $buildx is older than $oldest_buildx" && return; }
  server=$(timeout 20 docker version --format '{{.Server.Version}}' 2>/dev/null) || server=""
  [[ $server =~ ^[0-9]+\. ]] || { echo "no Docker engine answers" && return; }
  version_at_least "$server" "$oldest_engine" ||
    { echo "engine $server is older than $oldest_engine and speaks only the old cache protocol" && return; }
  docker info --format '{{.DriverStatus}}' 2>/dev/null | grep -q 'io\.containerd\.snapshotter' ||
    { echo "its containerd image store is off, and without that it cannot export a cache" && return; }
  ! docker info --format '{{.Labels}}' 2>/dev/null | grep -q "$engine_label" ||
    { echo "DOCKER_HOST points to a private engine, which is not the machine's own" && return; }
}

machine_engine_summary() {
  docker version --format 'the machine'\''s own, docker {{.Server.Version}}' | tr '\n' ' '
  docker buildx version | sed -nE 's/.* v?([0-9]+\.[0-9]+[^ ]*).*/buildx \1/p'
}

os_release() { (. /etc/os-release 2>/dev/null && eval "printf '%s' \"\${$1:-}\""); }

need_private_engine_possible() {
  case " $(os_release ID) $(os_release ID_LIKE) " in
    *" debian "* | *" ubuntu "*) ;;
    *) cannot "a private engine is made of Debian's or Ubuntu's packages, and this is neither" ;;
  esac
  need_root "a private engine"
  need_commands unshare flock ip iptables debootstrap pgrep sha256sum
  unshare --mount --pid --fork --propagation private true 2>/dev/null ||
    cannot "this machine does not let us make mount and process namespaces (a container without --privileged?)"
}
