#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The disk fills up, or becomes read-only, at random moments of builds and publishes, with the log, the spool and the
# database on it. Each event is in the log or where the message says that it is kept, once; what is in the log is whole,
# and with room again everything is indexed and published. Needs root, to mount.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../github/events_lib.sh"
. "$(dirname "$0")/tally.sh"
. "$(dirname "$0")/recorded.sh"

trials=$(rounds 6)
disk() { echo "$scratch/jobs/disk"; }

leave() {
  ! mountpoint -q "$(disk)" || umount "$(disk)"
  clean_up
}

# In: how the disk goes bad, and how it is well again.
fill_bad() { head -c 4194304 /dev/zero >"$(disk)/filler" 2>/dev/null || true; }
fill_well() { rm -f "$(disk)/filler"; }
read_only_bad() { mount -o remount,ro "$(disk)"; }
read_only_well() { mount -o remount,rw "$(disk)"; }
# Remounting waits for nobody, and is refused while somebody writes: then it is done a moment later.
goes() { wait_until 10 "$1" 2>/dev/null; }

# The exit code in `status`; COMMAND must exec.
while_going_bad() {
  local how=$1 pid
  shift
  status=0
  "$@" >"$scratch/out" 2>"$scratch/err" &
  pid=$!
  sleep "$(random 0 "$life")"
  goes "${how}_bad"
  wait "$pid" || status=$?
}

kept_elsewhere() { sed -n 's/.*the event is kept in \([^;]*\);.*/\1/p' "$scratch/err"; }
count_tag() { jq -R --arg tag "$1" 'fromjson? | select(.metadata.tag == $tag or .metadata.build.request.tags[0] == $tag) | .id' | wc -l; }

# build_trial HOW TAG
build_trial() {
  local how=$1 tag=$2 kept n
  while_going_bad "$how" exec_job disk build --gate off --tag "$tag" .
  kept=$(kept_elsewhere)
  n=$({ lines_of disk; [ -z "$kept" ] || cat "$kept"; } | count_tag "$tag")
  case $status in
    0) [ "$kept,$n" = ",1" ] || is_lost "$tag: exit 0, $n events, kept in '$kept'" ;;
    3) [ "$n" = 1 ] || is_lost "$tag: exit 3, $n events: $(tail -n 2 "$scratch/err")" ;;
    *) is_lost "$tag: exit $status: $(tail -n 3 "$scratch/err")" ;;
  esac
  goes "${how}_well"
  [ -z "$kept" ] || { cat "$kept" >>"$scratch/kept" && rm "$kept"; }
}

# publish_trial HOW NUMBER: an event that was appended is on the branch after the next publish that has room
publish_trial() {
  local how=$1
  in_job disk events append --type thing --metadata "{\"trial\":\"$how $2\"}" >/dev/null || is_lost "$how $2: append fails"
  while_going_bad "$how" exec_job disk events publish
  [ "$status" = 0 ] || [ "$status" = 3 ] || is_lost "$how $2: publish exits $status"
  goes "${how}_well"
}

# storage KIND HOW
storage() {
  local i kind=$1 how=$2 lost=0
  in_job disk build --gate off --tag "$how:first" . >/dev/null 2>&1 || die "a build does not work at all"
  for ((i = 1; i <= trials; i++)); do
    if [ $((i % 3)) = 0 ]; then publish_trial "$how" "$i"; else build_trial "$how" "$how:$i"; fi
    log_is_whole disk || is_lost "$how $i: a torn line, or one that is there twice"
    store_is_whole disk || is_lost "$how $i: the database is damaged"
  done
  in_job disk gate --gate off >/dev/null 2>"$scratch/err" || is_lost "$how: with room again: $(cat "$scratch/err")"
  [ "$(sqlite3 "$(store_of disk)" 'SELECT count(*) FROM docker_builds')" = "$(lines_of disk | grep -c '"event_type":"docker_build"')" ] ||
    is_lost "$how: the index has other builds than the log"
  in_job disk events publish >/dev/null 2>"$scratch/err" || is_lost "$how: publish with room again: $(cat "$scratch/err")"
  lines_of disk | jq -r .id >"$scratch/ids"
  each_once "$scratch/ids" || is_lost "$how: the branch holds other events than the log"
  tally "$kind" "$trials" "$lost"
}

[ "$(id -u)" = 0 ] || not_run "mounting a small file system needs root"
prepare
trap leave EXIT
replay_docker
mkdir "$(disk)"
mount -t tmpfs -o size=3m tmpfs "$(disk)" 2>"$scratch/err" || not_run "no tmpfs can be mounted here: $(cat "$scratch/err")"
printf 'FROM scratch\n' >"$(disk)/Dockerfile"
life=1
begun=$(now)
in_job disk build --gate off --tag chaos:measured . >/dev/null 2>&1 || die "a build does not work at all"
life=$(seconds_since "$begun")
storage "disk full" fill
storage "read-only" read_only
say "$(wc -l <"$scratch/kept" 2>/dev/null || echo 0) events were kept elsewhere"
finish
