#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# One real build, seen through everything that tells of it: the steps, the cache and the times are the same, and the
# runtime token of the cache service is nowhere. TIDEGATE: the program. STANDIN_BINARY: the stand-in of the service.
set -euo pipefail

repo_root=$(cd "$(dirname "$0")/../.." && pwd)
standin=$repo_root/tests/github/standin.sh
program=${TIDEGATE:-$repo_root/build/dev/src/app/tidegate}
engine=test-observe
scratch=$(mktemp -d)
export STANDIN_DIR=$scratch/standin

end() {
  "$standin" stop || true
  "$repo_root/scripts/engine" stop --name "$engine" >/dev/null 2>&1 || true
  rm -rf "$scratch"
}
trap end EXIT

say() { printf 'observe_test: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}
not_run() {
  say "$*"
  exit 77
}

start() {
  local code=0
  "$repo_root/scripts/engine" start --private --name "$engine" 2>"$scratch/engine.log" || code=$?
  [ "$code" != 3 ] || not_run "no private engine here: $(tail -n 1 "$scratch/engine.log")"
  [ "$code" = 0 ] || fail "the engine did not start: $(cat "$scratch/engine.log")"
  "$repo_root/scripts/engine" base-image --name "$engine" 2>>"$scratch/engine.log" || fail "no base image"
  eval "$("$repo_root/scripts/engine" env --name "$engine")"
  "$standin" start >/dev/null
  eval "$("$standin" env)"
}

project() {
  mkdir "$scratch/app"
  cd "$scratch/app"
  echo one >a.txt
  cat >Dockerfile <<'END'
FROM debian:bookworm-slim AS base
ARG WORD=none
RUN echo "$WORD" > /word && sleep 0.5

FROM base AS build
WORKDIR /src
COPY a.txt .
RUN sleep 0.3; \
    cp a.txt b.txt

FROM base
COPY --from=build /src/b.txt /b.txt
END
}

# In: name. Makes NAME.rawjson and NAME.meta; and, since a build has one progress, the plain log from the history.
build() {
  local name=$1
  docker buildx build --progress=rawjson --metadata-file "$scratch/$name.meta" --build-arg "WORD=$argument" \
    --cache-to type=gha,mode=max --cache-from type=gha --tag app:1 . 2>"$scratch/$name.rawjson" ||
    fail "the build failed: $(tail -n 5 "$scratch/$name.rawjson")"
  ref=$(jq -r '."buildx.build.ref"' "$scratch/$name.meta")
  docker buildx history logs --progress plain "${ref##*/}" 2>"$scratch/$name.plain"
  docker buildx history export --output "$scratch/$name.dockerbuild" "${ref##*/}"
}

see() {
  local name=$1 how=$2
  shift 2
  "$program" observe "$@" --format json >"$scratch/$name.$how.json" 2>"$scratch/$name.$how.err" ||
    fail "$how: exit $?: $(cat "$scratch/$name.$how.err")"
}

# What must be the same: the steps of the Dockerfile in order of the file, which were cached, and the state. `resolve`
# and `load` vertexes of the client are in its own stream only.
steps() {
  jq -S '{state: .cache.state, cached: .cache.cached_steps, cacheable: .cache.cacheable_steps, outcome,
    steps: [.steps[] | select(.index > 0) | {stage, index, total, cached, instruction}] | sort_by(.stage, .index)}' "$1"
}

# Every step that ran took the same time in both, within SECONDS.
same_times() {
  jq -n -e --slurpfile a "$1" --slurpfile b "$2" --argjson within "$3" '
    [$a[0].steps[] | select(.index > 0) | {key: "\(.stage)/\(.index)", value: .duration_seconds}] | from_entries as $one |
    [$b[0].steps[] | select(.index > 0) | {key: "\(.stage)/\(.index)", value: .duration_seconds}] | from_entries as $two |
    $one | to_entries | all(.value == null or $two[.key] == null or (.value - $two[.key] | fabs) <= $within)' >/dev/null ||
    fail "times of $1 and $2 differ by more than $3 s"
}

compare() {
  local name=$1 how
  see "$name" rawjson --rawjson "$scratch/$name.rawjson" --metadata "$scratch/$name.meta"
  see "$name" plain --log "$scratch/$name.plain" --metadata "$scratch/$name.meta"
  see "$name" record --record "$scratch/$name.dockerbuild"
  see "$name" history --history "$(jq -r '."buildx.build.ref"' "$scratch/$name.meta")"
  see "$name" metadata --history --metadata "$scratch/$name.meta"
  see "$name" stdin --rawjson - --metadata "$scratch/$name.meta" <"$scratch/$name.rawjson"
  steps "$scratch/$name.history.json" >"$scratch/$name.expected"
  for how in rawjson plain record metadata stdin; do
    steps "$scratch/$name.$how.json" >"$scratch/$name.$how.steps"
    diff -u "$scratch/$name.expected" "$scratch/$name.$how.steps" >&2 || fail "$name: $how sees another build"
  done
  same_times "$scratch/$name.history.json" "$scratch/$name.record.json" 0.001
  same_times "$scratch/$name.history.json" "$scratch/$name.rawjson.json" 0.02
  same_times "$scratch/$name.history.json" "$scratch/$name.plain.json" 0.11 # a plain log has one decimal
}

holds() { jq -e "$2" "$scratch/$1.json" >/dev/null || fail "$1: not so: $2: $(jq -c . "$scratch/$1.json")"; }

start
project
argument=open-sesame-$RANDOM$RANDOM
token=${ACTIONS_RUNTIME_TOKEN:?the stand-in gave no token}
build cold
compare cold
holds cold.history '.source == "history" and .cache.state == "cold" and .outcome == "success" and .duration_seconds > 0.8'
holds cold.history '[.steps[] | select(.index > 0)] | all(.lines.file == "Dockerfile" and .lines.first > 0)'
holds cold.record '.source == "record" and .request.build_args == ["WORD"]'
holds cold.history '.image.layers | length == 3'
build warm
compare warm
holds warm.history '.cache.state == "warm"'
holds warm.plain '[.steps[] | select(.cached and (.instruction | startswith("FROM ") | not))] | length > 0 and all(.duration_seconds == null)'

docker buildx history inspect --format json "${ref##*/}" | grep -qF -- "$token" ||
  say "note: this buildx does not print the token any more"
for secret in "$token" "$argument"; do
  for file in "$scratch"/*.json "$scratch"/*.err; do
    ! grep -qF -- "$secret" "$file" || fail "a secret is in $file"
  done
done

# Without the token in the environment too: it is in the engine's history, not only in ours.
env -u ACTIONS_RUNTIME_TOKEN "$program" observe --history --events-dir "$scratch/events" --store "$scratch/history.db" \
  >"$scratch/published.txt" 2>&1 || fail "publishing: $(cat "$scratch/published.txt")"
[ "$(cat "$scratch/events"/*.jsonl | wc -l)" = 1 ] || fail "one build is not one event"
! grep -rqF -e "$token" -e "$argument" "$scratch/events" "$scratch/published.txt" "$scratch/history.db" ||
  fail "a secret was recorded"

printf 'FROM debian:bookworm-slim\nRUN exit 7\n' >broken.Dockerfile
docker buildx build --file broken.Dockerfile . >/dev/null 2>&1 && fail "exit 7 is a success"
see broken history --history
holds broken.history '.outcome == "failure" and .error.class == "step_failed" and .error.line == 2'
see broken before --history ^1
holds broken.before '.outcome == "success"'
say "the same build through every source; no secret anywhere"
