# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2154 # scripts/engine and the files beside this one set the other variables
# What is costly to make and the same for every clone: the root that a private engine runs in, and the base image.
# Both are made with debootstrap in a temporary folder beside their place and then renamed, under a lock: what is there
# is whole, and nobody ever changes it. Deleting them is always allowed while no engine runs.

# Raise this when the recipes below change, so that roots of earlier versions are not used any more.
recipe=1

# Prints the archive that the machine's own apt uses; no host name is written down in these scripts.
apt_mirror() {
  local codename
  codename=$(os_release VERSION_CODENAME)
  # shellcheck disable=SC2016 # apt expands these, not the shell
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v codename="$codename" '
      $3 != "main" || $1 !~ /^(https?|file):/ || ($1 $2) ~ /security/ { next }
      $2 == codename && exact == "" { exact = $1 }
      any == "" { any = $1 }
      END { print exact != "" ? exact : any }'
}

need_mirror() {
  mirror=$(apt_mirror)
  [ -n "$mirror" ] || cannot "apt's sources name no archive (component main, over http, https or file)"
}

# debootstrap fetches with wget, which knows nothing of apt's proxy.
use_apt_proxy() {
  local scheme proxy
  for scheme in http https; do
    proxy=$(apt-config dump "Acquire::$scheme::Proxy" | sed -nE 's/^[^ ]+ "([^"]+)";$/\1/p' | tail -n 1)
    [ -z "$proxy" ] || [ "$proxy" = DIRECT ] || export "${scheme}_proxy=$proxy"
  done
}

# debootstrap needs device files and executables, which some mounts refuse.
can_hold_a_root() {
  local probe=$1/.probe.$$ fine=1
  mkdir -p "$1"
  { mknod "$probe" c 1 3 && : >"$probe"; } 2>/dev/null || fine=0
  rm -f "$probe"
  [ "$fine" = 1 ]
}

roots_folder() {
  local folder
  folder=$(cache_folder)
  can_hold_a_root "$folder" || folder=$repo_root/build/cache
  mkdir -p "$folder"
  printf '%s\n' "$folder"
}

# make_once PLACE FUNCTION: has FUNCTION fill a temporary path, which then becomes PLACE.
make_once() {
  local place=$1 make=$2 temporary=$1.new
  [ ! -e "$place" ] || return 0
  exec 7>"$place.lock"
  flock --nonblock 7 || { say "somebody else is making ${place##*/}; waiting" && flock 7; }
  if [ ! -e "$place" ]; then
    rm -rf "$temporary" "$temporary".*
    "$make" "$temporary"
    mv "$temporary" "$place"
  fi
  exec 7>&-
}

# bootstrap WHAT FOLDER OPTION.. SUITE, in namespaces of its own: what debootstrap mounts or starts ends with it, however it ends.
bootstrap() {
  local what=$1 folder=$2
  shift 2
  use_apt_proxy
  if ! run_logged "$what" "$folder.log" unshare --mount --pid --fork --kill-child --propagation private \
    debootstrap --variant=minbase "$@" "$folder" "$mirror"; then
    tail -n 15 "$folder.log" >&2
    rm -rf "$folder"
    die "debootstrap failed (above: the end of $folder.log); look at the network and the disk, then run this again"
  fi
  rm -rf "$folder.log" "$folder"/var/cache/apt/archives/*.deb "$folder"/var/cache/apt/*.bin \
    "$folder"/var/lib/apt/lists/* "$folder"/usr/share/{doc,man,locale,info}/*
}

make_engine_root() {
  local packages suite options=()
  if [ "$(os_release ID)" = ubuntu ]; then
    suite=$(os_release VERSION_CODENAME)
    options=("--components=main,universe" --extra-suites="$suite-updates")
    packages=docker.io,docker-buildx,docker-compose-v2,iptables,ca-certificates,runc
  else
    # Debian 12 and 13 have engines that speak only the cache protocol which GitHub has switched off.
    suite=testing
    packages=docker.io,docker-cli,docker-buildx,docker-compose,iptables,ca-certificates,runc
  fi
  say "making the engine's root from $suite (once, about 40 s)"
  bootstrap "engine root" "$1" "${options[@]}" --include="$packages" "$suite"
  # The root is shared and read-only: what engines mount upon has to be there already.
  mkdir -p "$1"/{engine-run,opt,etc/docker,var/lib/docker}
  touch "$1/etc/hosts"
  rm -f "$1/etc/resolv.conf"
  touch "$1/etc/resolv.conf"
  local version
  version=$(chroot "$1" dockerd --version | grep -oE '[0-9]+\.[0-9]+' | head -n 1)
  version_at_least "$version" "$oldest_engine" || cannot "$suite has only engine $version; $oldest_engine is needed"
}

# Sets root_folder; makes it where it is absent.
ensure_engine_root() {
  root_folder=$(roots_folder)/engine-root-$recipe
  [ ! -e "$root_folder" ] || return 0
  need_mirror
  make_once "$root_folder" make_engine_root
}

# Settings without which apt in a build would fail where apt on this machine works.
apt_settings() { apt-config dump | grep -E '^Acquire::(https?::Proxy|Check-Valid-Until|Check-Date)[: ]' || true; }

make_base_tar() {
  say "making the base image $base_image (once, about 25 s)"
  bootstrap "base image" "$1.root" bookworm
  apt_settings >"$1.root/etc/apt/apt.conf.d/90machine"
  # As in the official image: a build keeps neither packages nor synced writes.
  echo force-unsafe-io >"$1.root/etc/dpkg/dpkg.cfg.d/docker-apt-speedup"
  echo 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin || true"; };' \
    >"$1.root/etc/apt/apt.conf.d/docker-clean"
  tar --numeric-owner -C "$1.root" -cf "$1" .
  rm -rf "$1.root"
}

# Sets base_tar; makes it where it is absent. Other settings of apt make another image.
ensure_base_tar() {
  need_mirror
  local key
  key=$({ echo "$mirror" && apt_settings; } | sha256sum | cut -c1-8)
  base_tar=$(roots_folder)/base-bookworm-$recipe-$key.tar
  make_once "$base_tar" make_base_tar
}
