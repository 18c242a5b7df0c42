# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# Chaos without an engine: builds that are replayed, in the jobs of ../github/events_lib.sh. Source it, after that.
#   replay_docker          from here on docker is ./fake-docker
#   make_log NAME COUNT    the job NAME has recorded COUNT builds of half a second
#   log_of, store_of NAME  its event log's folder, its database
#   lines_of NAME          its events
#   log_is_whole NAME      every line is an event, no id is there twice
#   store_is_whole NAME    SQLite finds no damage, or there is no database yet
# shellcheck disable=SC2154 # repo_root and scratch are those of that file

replay_docker() {
  export FAKE_RECORDING=$repo_root/tests/data/rawjson/cold-multi-stage.jsonl XDG_CACHE_HOME=$scratch/cache
  mkdir -p "$scratch/bin"
  ln -s "$repo_root/tests/chaos/fake-docker" "$scratch/bin/docker"
  PATH=$scratch/bin:$PATH
}

log_of() { echo "$scratch/jobs/$1/.tidegate/events"; }
store_of() { echo "$scratch/jobs/$1/.tidegate/history.db"; }
lines_of() { find "$(log_of "$1")" -maxdepth 1 -name '*.jsonl' -exec cat {} + 2>/dev/null || true; }

log_is_whole() {
  lines_of "$1" | jq --raw-input --exit-status --slurp 'endswith("\n") and (rtrimstr("\n") | split("\n") | map(fromjson | .id) |
    all(type == "string") and length == (unique | length))' >/dev/null
}
store_is_whole() {
  [ ! -e "$(store_of "$1")" ] || [ "$(sqlite3 "$(store_of "$1")" 'PRAGMA integrity_check')" = ok ]
}

make_log() {
  local name=$1 count=$2
  mkdir -p "$scratch/jobs/$name"
  printf 'FROM scratch\n' >"$scratch/jobs/$name/Dockerfile"
  if [ ! -e "$scratch/template" ]; then
    in_job "$name" build --gate off . >/dev/null 2>"$scratch/err" || { cat "$scratch/err" >&2; die "a build does not work at all"; }
    lines_of "$name" | tail -n 1 >"$scratch/template"
  fi
  rm -rf "$scratch/jobs/$name/.tidegate"
  mkdir -p "$(log_of "$name")"
  jq -c --argjson count "$count" 'range($count) as $n | .id = "01ARZ3NDEKTSV4RRFFQ69G\($n + 1000)" | .metadata.build.id = .id |
    .metadata.build.started = ((now - 60 * ($count + 9 - $n)) | todate | sub("Z$"; ".000Z")) |
    .metadata.build.phases = null | .metadata.build.duration_seconds = 0.5 + $n % 3 / 100' \
    "$scratch/template" >"$(log_of "$name")/2026-11.jsonl"
}
