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

# Events of recorded builds of several stages, as many as there are runs: twenty real ones, judged by a past of twenty more,
# then the same with other ids.
recorded_events() {
  local i
  mkdir -p "$scratch/bin"
  ln -sf "$repo_root/tests/chaos/fake-docker" "$scratch/bin/docker"
  for ((i = 1; i <= 40; i++)); do
    PATH=$scratch/bin:$PATH FAKE_RECORDING=$repo_root/tests/data/rawjson/cold-multi-stage.jsonl in_job recorded \
      build --on-fail warn --tag "run:$i" . >/dev/null 2>&1 || die "a recorded build does not work"
  done
  jq -c --argjson runs "$runs" -s '.[-20:] as $events | range($runs) | . as $i | $events[$i % 20]
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

# segment CONTENT [NAME]: its path on the branch; NAME is that of its first event in place of the right one
segment_path() {
  local hash
  hash=$(printf '%s\n' "$1" | sha256sum)
  echo "events/2026/01/05/${hash:0:1}/${hash:1:1}/${2:-$(jq -r .id <<<"$1")}-${hash:0:16}.jsonl"
}

# commit_files [PATH CONTENT].. : these files, and no others, on the branch
commit_files() {
  export GIT_INDEX_FILE=$scratch/files-index
  rm -f "$GIT_INDEX_FILE"
  while [ $# -gt 0 ]; do
    git -C "$(bare)" update-index --add --cacheinfo "100644,$(printf '%s\n' "$2" | git -C "$(bare)" hash-object -w --stdin),$1"
    shift 2
  done
  git -C "$(bare)" update-ref refs/heads/tidegate-data \
    "$(git -C "$(bare)" -c user.name=x -c user.email=x@x commit-tree -m x "$(git -C "$(bare)" write-tree)")"
  unset GIT_INDEX_FILE
}

event_of() { # ID DAY NUMBER
  jq -nc --arg id "$1" --arg day "$2" --argjson n "$3" '{event_type: "thing", timestamp: "\($day)T10:00:00.000Z", id: $id,
    schema: 1, repository: "o/r", run: {id: "1"}, runner: {}, metadata: {n: $n}}'
}

# A day that cannot be merged without a loss, or without making good what is not, stays as it is.
compacted_with_care() {
  local one other same elsewhere before name
  one=$(event_of 01KAHX4Q0S3T9FJ2M8V6C50001 2026-01-05 1)
  other=$(event_of 01KAHX4Q0S3T9FJ2M8V6C50002 2026-01-05 2)
  same=$(event_of 01KAHX4Q0S3T9FJ2M8V6C50001 2026-01-05 3)
  elsewhere=$(event_of 01KAHX4Q0S3T9FJ2M8V6C50004 2026-01-06 4)
  for name in same day name; do
    forget_branch
    case $name in
      same) commit_files "$(segment_path "$one")" "$one" "$(segment_path "$same")" "$same" ;;
      day) commit_files "$(segment_path "$one")" "$one" "$(segment_path "$elsewhere")" "$elsewhere" ;;
      name) commit_files "$(segment_path "$one")" "$one" "$(segment_path "$other" 01KAHX4Q0S3T9FJ2M8V6C50009)" "$other" ;;
    esac
    before=$(git -C "$(bare)" rev-parse tidegate-data)
    mkdir -p "$scratch/jobs"
    in_job careful events compact --format json >"$scratch/out" 2>/dev/null
    check "$name: the day is told" [ "$(jq -c '[.days, (.notes | length)]' "$scratch/out")" = '[0,1]' ]
    check "$name: it stays as it is" [ "$(git -C "$(bare)" rev-parse tidegate-data)" = "$before" ]
  done
  check "what has a wrong name is not fetched" \
    [ "$(in_job careful events fetch --since 2026-01-01 --format json | jq -c '[.fetched, (.notes | length)]')" = '[1,1]' ]
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

# A log in the place of another one, and two logs with one spool: no event is skipped.
other_log() {
  local i
  forget_branch
  append kept
  append kept
  in_job kept events publish >/dev/null
  rm "$scratch"/jobs/kept/.tidegate/events/*
  for ((i = 1; i <= 3; i++)); do append kept; done
  check "a log that was replaced is published from its beginning" in_job kept events publish
  for i in a b a; do
    in_job two events append --type thing --events-dir ".tidegate/$i" >>"$scratch/ids"
    in_job two events publish --events-dir ".tidegate/$i" >/dev/null
  done
  check "each event is there once" each_once "$scratch/ids"
}

# put_on_branch BRANCH PATH CONTENT: one file in place of all that is there
put_on_branch() {
  local blob
  blob=$(printf '%s' "$3" | git -C "$(bare)" hash-object -w --stdin)
  git -C "$(bare)" update-ref "refs/heads/$1" "$(printf '100644 blob %s\t%s\n' "$blob" "$2" | git -C "$(bare)" mktree |
    xargs git -C "$(bare)" -c user.name=x -c user.email=x@x commit-tree -m x)"
}

# Names that are not what was meant.
wrong_names() {
  local before
  forget_branch
  append wrong
  check "a remote that is not there: exit 2" [ "$(exit_of in_job wrong events publish --remote upstreem)" = 2 ]
  check "it is named" grep -q 'no remote upstreem here' "$scratch/err"
  put_on_branch main main.c 'int main;'
  before=$(git -C "$(bare)" rev-parse main)
  check "a branch with code on it: exit 2" [ "$(exit_of in_job wrong events publish --branch main)" = 2 ]
  check "it says what is there" grep -q 'branch main of .* is no branch of events: there is "main.c" on it' "$scratch/err"
  check "nothing is on it" [ "$(git -C "$(bare)" rev-parse main)" = "$before" ]
  put_on_branch file events x
  check "a file in place of the folder: exit 2" [ "$(exit_of in_job wrong events publish --branch file)" = 2 ]
  check "it says so" grep -q 'a file "events" instead of a folder' "$scratch/err"
  git -C "$(bare)" update-ref -d refs/heads/main
  in_job wrong events publish >/dev/null
  check "each event is there once" each_once "$scratch/ids"
  check "a branch that none can have: exit 2, though nothing is to be published" \
    [ "$(exit_of in_job wrong events publish --branch 'a b')" = 2 ]
  in_job wrong events fetch --since "$(date -u +%F)" >/dev/null
  check "a fetch of a branch that is not there removes nothing" \
    [ "$(in_job wrong events fetch --branch typo --format json | jq -c '[.removed, (.notes | length)]')" = '[0,1]' ]
  check "what was fetched is still there" [ -n "$(find "$scratch/jobs/wrong/.tidegate/branch" -name '*.jsonl')" ]
  check "a fetch of a branch with code on it: exit 2" [ "$(exit_of in_job wrong events fetch --branch file)" = 2 ]
}

# What cannot be read or written is told, and nothing is lost by it.
no_room() {
  forget_branch
  append room
  rm -rf "$scratch/jobs/room/.tidegate/spool"
  : >"$scratch/jobs/room/.tidegate/spool"
  check "a spool that is a file: exit 3" [ "$(exit_of in_job room events publish --format json)" = 3 ]
  check "how many wait is not known" [ "$(jq .pending "$scratch/out")" = null ]
  check "it is not said that there is nothing" [ "$(exit_of in_job room events publish)" = 3 ]
  check "in text neither" [ ! -s "$scratch/out" ]
  rm "$scratch/jobs/room/.tidegate/spool"
  mv "$scratch/jobs/room/.tidegate/events" "$scratch/events"
  : >"$scratch/jobs/room/.tidegate/events"
  check "a log that cannot be written: exit 3" [ "$(exit_of in_job room events append --type thing)" = 3 ]
  check "it says where the event is" grep -q "the event is kept in $TMPDIR/tidegate-event-.*jsonl" "$scratch/err"
  check "and it is there" [ "$(jq -r .event_type "$TMPDIR"/tidegate-event-*.jsonl)" = thing ]
  rm "$scratch/jobs/room/.tidegate/events" "$TMPDIR"/tidegate-event-*.jsonl
}

no_secret() {
  forget_branch
  in_job secret events append --type thing --container "app-$token" --release-tag "v-$token" \
    --metadata "{\"$token\":\"\\u0073${token#s}\"}" >>"$scratch/ids"
  in_job secret events publish >/dev/null
  check "an event with the token is published without it" each_once "$scratch/ids"
  check "however it was spelled" [ "$(lines_on_branch | jq -c '[.container, .release_tag, .metadata]')" = '["app-***","v-***",{"***":"***"}]' ]
}

# stop_in_exchange NAME COMMAND: ends COMMAND by a signal while it waits for an answer
stop_in_exchange() {
  local process code=0 i
  faults '[{"kind": "slow", "match": {"route": "GitUploadPack"}, "skip": 1, "delay_ms": 20000}]'
  (tidegate=$scratch/stoppable exec_job stopped events "$2") >"$scratch/out" 2>"$scratch/err" &
  process=$!
  for ((i = 0; i < 200; i++)); do
    ! compgen -G "$TMPDIR/tidegate-git-*" >/dev/null || break
    sleep 0.1
  done
  kill -"$1" "$process"
  wait "$process" || code=$?
  faults '[]'
  check "$1 ends $2 (exit $code)" [ "$code" = $((128 + $(kill -l "$1"))) ]
  check "no temporary folder of $2 is left" [ -z "$(find "$TMPDIR" -name 'tidegate-git-*')" ]
  check "$2 says what waits" grep -q '1 event stays in .*spool' "$scratch/err"
}

stopped() {
  local name command
  forget_branch
  # A shell lets what it starts in the background ignore SIGINT.
  printf '#!/bin/sh\nexec env --default-signal=INT,TERM "%s" "$@"\n' "$tidegate" >"$scratch/stoppable"
  chmod +x "$scratch/stoppable"
  append stopped
  in_job stopped events publish >/dev/null
  append stopped
  for name in TERM INT; do
    for command in publish fetch compact; do stop_in_exchange "$name" "$command"; done
  done
  in_job stopped events publish >/dev/null
  check "each event is there once" each_once "$scratch/ids"
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
for part in ${1:-at_once one_by_one who_may_not log_without_spool other_log wrong_names no_room no_secret stopped merged
  compacted_with_care hostile_branch own_repository through_api}; do
  "$part"
done
check "no temporary folder is left" [ -z "$(find "$TMPDIR" -name 'tidegate-git-*')" ]
finish
