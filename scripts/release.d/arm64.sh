# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2154 # scripts/release sets the other variables
# The libraries of another architecture, unpacked into a folder: apt with a state of its own, the machine's own sources
# and keys. Nothing is installed, and the machine's dpkg does not learn of a foreign architecture.

# As in scripts/setup, without the tools; the C library too, so that it is the archive's newest and not the cross compiler's.
sysroot_packages=(libc6-dev libcli11-dev nlohmann-json3-dev libyaml-cpp-dev libcurl4-openssl-dev libsqlite3-dev libssl-dev
  libfmt-dev libexpected-dev libarchive-dev libgit2-dev libc-ares-dev libnghttp2-dev libzstd-dev zlib1g-dev
  libhttp-parser-dev libmbedtls-dev libpcre2-dev libssh2-1-dev linux-libc-dev)

# apt_of ARCHITECTURE FOLDER COMMAND..: apt as if the machine were one of that architecture with nothing installed.
apt_of() {
  local architecture=$1 folder=$2
  shift 2
  mkdir -p "$folder"/{state/lists/partial,cache/archives/partial}
  : >"$folder/status"
  apt-get -q -o APT::Architecture="$architecture" -o APT::Architectures::="$architecture" -o APT::Sandbox::User=root \
    -o Dir::State="$folder/state" -o Dir::State::status="$folder/status" -o Dir::Cache="$folder/cache" "$@"
}

# One line for each archive: NAME_VERSION_ARCHITECTURE.deb, so that another version is another sysroot.
wanted_archives() { apt_of "$1" "$2" download --print-uris "${sysroot_packages[@]}" | awk '{ print $2 }' | LC_ALL=C sort; }

fill_sysroot() {
  local folder=$1 archive link
  mkdir -p "$folder/archives" "$folder/root"
  (cd "$folder/archives" && apt_of "$sysroot_architecture" "$apt_folder" download "${sysroot_packages[@]}") >"$folder/log" 2>&1 || {
    tail -n 10 "$folder/log" >&2
    die "apt cannot fetch the libraries for $sysroot_architecture (above: the end of its output); look at the network and at apt's sources"
  }
  for archive in "$folder"/archives/*.deb; do
    dpkg-deb -x "$archive" "$folder/root"
    dpkg-deb -f "$archive" Package Version Source >>"$folder/packages"
    echo >>"$folder/packages"
    dpkg-deb --fsys-tarfile "$archive" | tar -t | sed "s#^\./#$(dpkg-deb -f "$archive" Package) #" >>"$folder/files"
  done
  # Links with an absolute target would lead out of the folder.
  (cd "$folder/root" && find . -type l -lname '/*' -print0) | while IFS= read -r -d '' link; do
    ln -sfnr "$folder/root$(readlink "$folder/root/$link")" "$folder/root/$link"
  done
  rm -rf "$folder/archives"
}

# Sets sysroot: the folder for ARCHITECTURE. It is made anew when the archive has other versions.
ensure_sysroot() {
  sysroot_architecture=$1 apt_folder=$(cache_folder)/apt-$1
  say "asking apt for the libraries of $1"
  apt_of "$1" "$apt_folder" update >"$apt_folder.log" 2>&1 || {
    tail -n 5 "$apt_folder.log" >&2
    cannot "apt cannot read its sources for $1"
  }
  local key
  key=$(wanted_archives "$1" "$apt_folder" | sha256sum | cut -c 1-12)
  sysroot=$(cache_folder)/sysroot-$1-$key
  make_once "$sysroot" fill_sysroot
}
