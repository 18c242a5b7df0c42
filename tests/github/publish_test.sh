#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The event branch over HTTP: many writers at once, many runs one by one, who may not write, what comes back.
# PUBLISH_ROUNDS (2) times PUBLISH_WRITERS (32) at once; PUBLISH_RUNS (100) one by one. For figures: 10, 32 and 2000.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/events_lib.sh"

rounds=${PUBLISH_ROUNDS:-2} writers=${PUBLISH_WRITERS:-32} runs=${PUBLISH_RUNS:-100}

forget_branch() {
  git -C "$(bare)" update-ref -d refs/heads/tidegate-data
  rm -rf "$scratch/jobs"
  : >"$scratch/ids"
}

append() { in_job "$1" events append --type thing --metadata "{\"job\":\"$1\"}" >>"$scratch/ids"; }

at_once() {
  local round i begun worst pids
  for ((round = 1; round <= rounds; round++)); do
    forget_branch
    for ((i = 1; i <= writers; i++)); do append "$i"; done
    begun=$(now) pids=()
    for ((i = 1; i <= writers; i++)); do
      in_job "$i" events publish --format json >"$scratch/jobs/$i/out" 2>"$scratch/jobs/$i/err" &
      pids+=($!)
    done
    wait "${pids[@]}" || true
    worst=$(seconds_since "$begun")
    check "round $round: each of $writers events is there once ($worst s, at most $(jq -s 'map(.pushes) | max' "$scratch"/jobs/*/out) pushes)" \
      each_once "$scratch/ids"
  done
  check "the branch was never rewritten: $writers commits" [ "$(git -C "$(bare)" rev-list --count tidegate-data)" = "$writers" ]
  check "the repository is whole" git -C "$(bare)" fsck --full --no-dangling
}

# Events of recorded builds of several stages, as many as there are runs: twenty real ones, then the same with other ids.
recorded_events() {
  local i
  mkdir -p "$scratch/bin"
  ln -sf "$repo_root/tests/chaos/fake-docker" "$scratch/bin/docker"
  for ((i = 1; i <= 20; i++)); do
    PATH=$scratch/bin:$PATH FAKE_RECORDING=$repo_root/tests/data/rawjson/cold-multi-stage.jsonl in_job recorded \
      build --gate off --tag "run:$i" . >/dev/null 2>&1 || die "a recorded build does not work"
  done
  jq -c --argjson runs "$runs" -s '. as $events | range($runs) | . as $i | $events[$i % 20]
    | .id = .id[:16] + ("0000000000\($i)" | .[-10:]) | .metadata.build.id = .id' "$scratch"/jobs/recorded/.tidegate/events/*.jsonl
}

blobs() {
  git -C "$(bare)" cat-file --batch-all-objects --batch-check='%(objecttype) %(objectsize) %(objectsize:disk)' |
    awk '$1 == "blob" { n++; size += $2; disk += $3 } END { printf "%d blobs, %d bytes, %d on disk", n, size, disk }'
}

one_by_one() {
  local begun line log
  forget_branch
  recorded_events >"$scratch/recorded"
  log=$scratch/jobs/runs/.tidegate/events/$(date -u +%Y-%m).jsonl
  mkdir -p "${log%/*}"
  begun=$(now)
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    in_job runs events publish >/dev/null
  done <"$scratch/recorded"
  jq -r .id "$scratch"/jobs/runs/.tidegate/events/*.jsonl >"$scratch/ids"
  check "$runs runs, each event there once ($(seconds_since "$begun") s)" each_once "$scratch/ids"
  say "all blobs ever written: $(blobs)"
  git -C "$(bare)" gc --quiet --prune=now
  say "packed: $(git -C "$(bare)" count-objects -v | awk '/size-pack/ { print $2 }') KiB"
  begun=$(now)
  in_job baseline events fetch --format json >"$scratch/fetched"
  say "a fresh fetch: $(seconds_since "$begun") s, $(jq .fetched "$scratch/fetched") segments, $(jq .bytes "$scratch/fetched") bytes"
  check "the fetch has all of them" [ "$(jq .fetched "$scratch/fetched")" = "$runs" ]
  check "the history has all of them" [ "$(in_job baseline history rebuild --format json | jq .builds)" = "$runs" ]
  check "a second fetch asks for nothing" [ "$(in_job baseline events fetch --format json | jq .fetched)" = 0 ]
}

exit_of() { local code=0; "$@" >"$scratch/out" 2>"$scratch/err" || code=$?; echo "$code"; }

who_may_not() {
  forget_branch
  append reader
  grant '{"contents": "read"}'
  check "a token that may not write: exit 3" [ "$(exit_of in_job reader events publish --format json)" = 3 ]
  check "the event stays in the spool" [ "$(jq .pending "$scratch/out")" = 1 ]
  check "the hint names the permission" grep -q 'permissions: contents: write' "$scratch/err"
  grant '{"contents": "write"}'
  repository '{"protected": ["refs/heads/tidegate-data"]}'
  check "a protected branch: exit 3" [ "$(exit_of in_job reader events publish --format json)" = 3 ]
  check "the server's words are told" grep -q 'GH006' "$scratch/err"
  repository '{"protected": []}'
  check "a server that is not there: exit 3" [ "$(exit_of in_job reader events publish --remote http://127.0.0.1:9/o/r)" = 3 ]
  check "a path: exit 2" [ "$(exit_of in_job reader events publish --remote "$(bare)")" = 2 ]
  check "what waited goes out" in_job reader events publish
  check "each event is there once" each_once "$scratch/ids"
  check "the token is in no file and no output" no_token
}
no_token() { ! grep -rqF "$token" "$scratch/jobs" "$scratch/out" "$scratch/err" "$scratch/tmp"; }

# A log that came with a checkout has been published by others.
log_without_spool() {
  forget_branch
  append first
  in_job first events publish >/dev/null
  mkdir -p "$scratch/jobs/second/.tidegate"
  cp -r "$scratch/jobs/first/.tidegate/events" "$scratch/jobs/second/.tidegate/"
  append second
  in_job second events publish >/dev/null
  check "a log that came with a checkout is published once" each_once "$scratch/ids"
}

merged() {
  local i
  forget_branch
  for i in 1 2 3; do
    append old
    sed -i 's/"timestamp":"20[0-9-]*T/"timestamp":"2026-01-05T/' "$scratch"/jobs/old/.tidegate/events/*.jsonl
    in_job old events publish >/dev/null
  done
  append young
  in_job young events publish >/dev/null
  in_job reader events fetch --since 9000d >/dev/null
  check "days are merged" [ "$(in_job old events compact --format json | jq -c '[.days, .segments_before, .segments_after]')" = '[1,3,1]' ]
  check "each event is still there once" each_once "$scratch/ids"
  check "a second time there is nothing to merge" [ "$(in_job old events compact --format json | jq .days)" = 0 ]
  check "who fetches gets the merged file for the others" \
    [ "$(in_job reader events fetch --since 9000d --format json | jq -c '[.segments, .fetched, .removed]')" = '[2,1,3]' ]
  check "the query has each once" [ "$(in_job reader events query --format json | jq .count)" = 4 ]
}

# Everything below events/ that is no segment is told and passed over.
hostile_branch() {
  local tree blob
  forget_branch
  append good
  in_job good events publish >/dev/null
  blob=$(echo '::error::x' | git -C "$(bare)" hash-object -w --stdin)
  tree=$(GIT_INDEX_FILE=$scratch/index git -C "$(bare)" read-tree tidegate-data &&
    GIT_INDEX_FILE=$scratch/index git -C "$(bare)" update-index --add --cacheinfo "100644,$blob,events/2026/01/02/a/b/evil.sh" \
      --cacheinfo "100644,$blob,events/2026/01/02/0/1/01KAHX4Q0S3T9FJ2M8V6C5B7DN-0123456789abcdef.jsonl" \
      --cacheinfo "120000,$blob,events/2026/01/02/0/1/01KAHX4Q0S3T9FJ2M8V6C5B7DN-0123456789abcdee.jsonl" &&
    GIT_INDEX_FILE=$scratch/index git -C "$(bare)" write-tree)
  git -C "$(bare)" update-ref refs/heads/tidegate-data \
    "$(git -C "$(bare)" -c user.name=x -c user.email=x@x commit-tree -p tidegate-data -m x "$tree")"
  in_job victim events fetch --since 9000d --format json >"$scratch/fetched" 2>"$scratch/err"
  check "the good file of a hostile branch is there" [ "$(jq .fetched "$scratch/fetched")" = 1 ]
  check "the others are told" [ "$(jq '.notes | length' "$scratch/fetched")" = 2 ]
  check "and not there" [ -z "$(find "$scratch/jobs/victim" -name 'evil*' -o -name '*abcde?.jsonl')" ]
}

# The user's repository stays as it is.
own_repository() {
  local before after
  forget_branch
  git init -q "$scratch/jobs/user"
  git -C "$scratch/jobs/user" -c user.name=x -c user.email=x@x commit -q --allow-empty -m x
  git -C "$scratch/jobs/user" remote add origin "$url/o/r.git"
  echo .tidegate >"$scratch/jobs/user/.git/info/exclude"
  before=$(cd "$scratch/jobs/user/.git" && find . -type f -exec sha256sum {} + | sort)
  append user
  in_job user events publish >/dev/null
  after=$(cd "$scratch/jobs/user/.git" && find . -type f -exec sha256sum {} + | sort)
  check "nothing in the user's repository is touched" [ "$before" = "$after" ]
  check "and the event is there" each_once "$scratch/ids"
}

through_api() {
  local i
  forget_branch
  append api
  check "the API makes the branch" in_job api events publish --via api
  append api
  check "and commits to it" in_job api events publish --via api
  for ((i = 1; i <= 4; i++)); do append "api-$i"; done
  for ((i = 1; i <= 4; i++)); do in_job "api-$i" events publish --via api >/dev/null & done
  wait
  check "each event is there once" each_once "$scratch/ids"
  append api
  grant '{"contents": "read"}'
  check "without the permission: exit 3" [ "$(exit_of in_job api events publish --via api)" = 3 ]
  check "with the hint" grep -q 'contents: ' "$scratch/err"
  grant '{"contents": "write"}'
}

prepare
for part in ${1:-at_once one_by_one who_may_not log_without_spool merged hostile_branch own_repository through_api}; do
  "$part"
done
check "no temporary folder is left" [ -z "$(find "$TMPDIR" -name 'tidegate-git-*')" ]
finish
