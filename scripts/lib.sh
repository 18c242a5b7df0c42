# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Helpers that the bash scripts share. Source it: . "$(dirname "$0")/lib.sh"
#   say TEXT..                progress for a person, on stderr, so that stdout stays for results
#   die TEXT..                stop with exit 1: something that should have worked did not
#   cannot TEXT..             stop with exit 3: this machine lacks what it takes
#   have COMMAND              is it there?
#   need_commands C..         stop with exit 3 and name what is missing
#   need_root WHAT            stop with exit 3 where we are not root
#   as_root COMMAND..         run it as root, through sudo where needed
#   version_at_least A B      is version A equal to B or newer?
#   wait_until SECONDS C..    ask C five times a second until it succeeds; fails after SECONDS
#   run_logged WHAT LOG C..   run the program C (no function) with its output in LOG; every five seconds tell where it is
#   cache_folder              the folder, outside the clone where it can be, for what is costly to make
# and the variable repo_root: the clone that this file belongs to, with no symbolic link in it.

repo_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# What one clone has compiled is good for another one.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$repo_root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
# root's tools live in the sbin folders, which the PATH of a plain user or of a CI job may lack
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "error: $*"; exit 1; }
cannot() { say "not possible here: $*"; exit 3; }
have() { command -v "$1" >/dev/null 2>&1; }

need_commands() {
  local command missing=()
  for command in "$@"; do have "$command" || missing+=("$command"); done
  [ ${#missing[@]} -eq 0 ] || cannot "no ${missing[*]}; run scripts/setup first"
}

need_root() { [ "$(id -u)" -eq 0 ] || cannot "$1 needs root; run it as root or with sudo"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif have sudo; then
    sudo -- "$@"
  else
    cannot "$1 needs root, and there is no sudo; run this as root"
  fi
}

version_at_least() { printf '%s\n' "$2" "$1" | sort --version-sort --check=silent; }

wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}

run_logged() {
  local what=$1 log=$2 begun=$SECONDS told=$SECONDS
  shift 2
  "$@" >"$log" 2>&1 </dev/null &
  local job=$!
  # A background job of a script ignores ^C, so it has to be ended by hand.
  trap 'kill -KILL '"$job"' 2>/dev/null; exit 130' INT TERM
  while kill -0 "$job" 2>/dev/null; do
    sleep 0.2
    [ $((SECONDS - told)) -ge 5 ] || continue
    told=$SECONDS
    say "$what, $((SECONDS - begun)) s: $(tail -n 1 "$log" | tr -d '\r' | cut -c1-90)"
  done
  trap - INT TERM
  wait "$job"
}

cache_folder() {
  local folder=${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}
  folder=${folder:+$folder/tidegate}
  if [ -z "$folder" ] || ! mkdir -p "$folder" 2>/dev/null || [ ! -w "$folder" ]; then
    folder=$repo_root/build/cache
    mkdir -p "$folder"
  fi
  printf '%s\n' "$folder"
}
