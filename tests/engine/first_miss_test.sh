#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# first_miss_test.sh CASE TIDEGATE STANDIN: a project with three stages is built, changed, and built again on a real
# engine; the first step that misses must be blamed, for the right cause.
# Exit: 0 passed, 1 failed, 77 not run.
set -euo pipefail
repo=$(cd "$(dirname "$0")/../.." && pwd -P)
wanted=${1:?name a case}
tidegate=$(realpath "${2:?name the program}")
STANDIN_BINARY=$(realpath "${3:?name the stand-in}")
export STANDIN_BINARY
engine=test-miss
work=$(mktemp -d)
project=$work/project
kept=0
export STANDIN_DIR=$work/standin
standin=$repo/tests/github/standin.sh

fail() { echo "FAILED: $*" >&2 && show >&2 && exit 1; }

clean_up() {
  "$standin" stop >/dev/null 2>&1 || true
  "$repo/scripts/engine" stop --private --name "$engine" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean_up EXIT

start_engine() {
  local code=0
  "$repo/scripts/engine" start --private --name "$engine" 2>"$work/start.log" || code=$?
  [ "$code" != 3 ] || { echo "not run: $(tail -n 1 "$work/start.log")" && exit 77; }
  [ "$code" = 0 ] || { cat "$work/start.log" >&2 && exit 1; }
  "$repo/scripts/engine" base-image --private --name "$engine" 2>/dev/null
  eval "$("$repo/scripts/engine" env --private --name "$engine")"
}

make_base() {
  printf 'FROM debian:bookworm-slim\nRUN echo %s > /made\n' "$1" | docker build -q -t miss-base:1 - >/dev/null
}

make_tools() {
  printf 'FROM miss-base:1\nRUN echo %s >/tool\n' "$RANDOM$RANDOM" | docker build -q -t miss-tools:1 - >/dev/null
}

# Unlike all earlier projects: the engine may still hold their layers.
make_project() {
  local unique=$RANDOM$RANDOM$RANDOM
  mkdir -p "$project/src/deep"
  echo "lock $unique" >"$project/lock"
  echo "conf $unique" >"$project/conf"
  echo "main $unique" >"$project/src/main.c"
  echo "util $unique" >"$project/src/deep/util.c"
  echo "text $unique" >"$project/README.md"
  make_base "$unique"
  cat >"$project/Dockerfile" <<END
FROM miss-base:1 AS deps
WORKDIR /d-$unique
COPY lock .
RUN cat lock >installed

FROM miss-base:1 AS build
ARG LEVEL=1
ENV MODE=fast
WORKDIR /b
COPY --from=deps /d-$unique/installed .
COPY conf .
COPY src src
RUN cat installed conf src/main.c src/deep/util.c >out && echo "level \$LEVEL" >>out
RUN echo built >>out

FROM miss-base:1
WORKDIR /app
COPY --from=build /b/out out
RUN test -s out
END
}

# While a tag moves, the engine may drop layers that the next image stands on.
build() {
  docker tag miss:test "miss:kept-$((kept += 1))" 2>/dev/null || true
  (cd "$work" && "$tidegate" build --format json -t miss:test "$@" project >out.json 2>log.txt) || {
    cat "$work/log.txt" >&2
    fail "the build failed"
  }
}

# One line for each miss: stage, index, cause, sentence, evidence.
show() {
  [ ! -s "$work/out.json" ] || python3 - "$work/out.json" <<'END'
import json, sys
build = json.load(open(sys.argv[1]))
for miss in build["misses"]:
    step = build["steps"][miss["step"]]
    print("|".join([step["stage"], str(step["index"]), miss["cause"], miss["because"], ", ".join(miss["evidence"])]))
END
}

expect_no_miss() { [ -z "$(show)" ] || fail "something is blamed in $1"; }

# expect STAGE INDEX CAUSE TEXT: the miss of that stage, with the text in its sentence or its evidence.
expect() {
  show | grep -F "$1|$2|$3|" | grep -qF -- "$4" || fail "no miss of $1 step $2 with cause $3 and '$4'"
}

# What the stages are called that miss anything.
expect_stages() { [ "$(show | cut -d'|' -f1 | sort | tr '\n' ' ')" = "$*${*:+ }" ] || fail "other stages than: $*"; }

# The stages below one that was rebuilt are no causes of their own.
expect_last_stage_follows() { expect stage-2 3 input-rebuilt "stage build"; }

in_order() { python3 - "$project/Dockerfile" "$@" <<'END'
import sys
file, old, new = sys.argv[1:4]
text = open(file).read()
assert old.encode().decode("unicode_escape") in text, old
open(file, "w").write(text.replace(old.encode().decode("unicode_escape"), new.encode().decode("unicode_escape")))
END
}

unchanged() {
  build
  expect_no_miss "an unchanged build"
  touch "$project/src/main.c"
  echo other >>"$project/README.md"
  build
  expect_no_miss "a build with a new date of a file and a changed file that nobody reads"
}

first_build() { :; }

changed_source_file() {
  echo more >>"$project/src/deep/util.c"
  build
  expect build 5 files-changed "src/deep/util.c changed"
  expect_last_stage_follows
  expect_stages build stage-2
  build
  expect_no_miss "the build after it"
}

added_and_removed_file() {
  echo new >"$project/src/new.c"
  build
  expect build 5 files-changed "src/new.c was added"
  rm "$project/src/new.c"
  echo more >>"$project/src/main.c"
  build
  expect build 5 files-changed "src/main.c and 1 more file changed"
}

changed_lock_file() {
  echo more >>"$project/lock"
  build
  expect deps 3 files-changed "lock changed"
  expect build 3 input-rebuilt "stage deps"
  expect_last_stage_follows
}

changed_base_image() {
  make_base "other $RANDOM$RANDOM"
  build
  expect deps 2 base-changed "miss-base:1"
  expect build 2 base-changed "miss-base:1"
  expect stage-2 2 base-changed "miss-base:1"
}

changed_build_argument() {
  build --build-arg LEVEL=2
  expect build 6 argument-changed "the build argument LEVEL changed"
  expect_last_stage_follows
  expect_stages build stage-2
  build --build-arg LEVEL=2
  expect_no_miss "the same argument again"
  build --build-arg LEVEL=a-long-secret-value
  expect build 6 argument-changed "the build argument LEVEL changed"
  ! grep -q a-long-secret-value "$work/out.json" || fail "the value is in the record"
}

changed_default_of_argument() {
  in_order 'ARG LEVEL=1' 'ARG LEVEL=7'
  build
  expect build 6 argument-changed "LEVEL"
}

changed_instruction() {
  in_order 'RUN echo built' 'RUN echo well built'
  build
  expect build 7 instruction-changed "the instruction was changed"
  expect_last_stage_follows
  expect_stages build stage-2
}

changed_variable() {
  in_order 'ENV MODE=fast' 'ENV MODE=slow'
  build
  expect build 6 instruction-changed "ENV MODE"
}

inserted_instruction() {
  in_order 'RUN echo built' 'RUN echo check\nRUN echo built'
  build
  expect build 7 instruction-changed "the instruction is new in the Dockerfile, before"
}

removed_instruction() {
  in_order 'COPY conf .\nCOPY src src\nRUN cat installed conf' 'COPY src src\nRUN cat installed'
  build
  expect build 4 instruction-changed "COPY conf .\`, which stood before it, was removed"
}

reordered_copy() {
  in_order 'COPY conf .\nCOPY src src' 'COPY src src\nCOPY conf .'
  build
  expect build 4 order-changed "\`COPY src src\` now comes before \`COPY conf .\`"
  expect_stages build # which came to the same result, so nothing follows
}

forget_layers() {
  docker image ls -q miss | sort -u | xargs -r docker image rm -f >/dev/null
  docker buildx prune -af >/dev/null
}

pruned_cache() {
  forget_layers
  build
  expect deps 2 not-in-cache "pruned or evicted"
  expect build 2 not-in-cache "pruned or evicted"
  expect stage-2 2 not-in-cache "pruned or evicted"
}

# BuildKit takes WORKDIR from the cache even then.
no_cache() {
  build --no-cache
  expect deps 3 no-cache "--no-cache"
  expect build 3 no-cache "--no-cache"
  expect stage-2 3 no-cache "--no-cache"
}

no_cache_filter() {
  build --no-cache-filter build
  expect build 3 no-cache "--no-cache-filter=build"
  expect_stages build
}

# as_ref REF: what a job of that ref sees of the cache service.
as_ref() {
  eval "$("$standin" env --scope "$1=rw")"
  export GITHUB_REF=$1
}

cache_service_down() {
  "$standin" start >/dev/null
  as_ref refs/heads/main
  build --cache-from type=gha --cache-to type=gha,mode=max
  forget_layers
  build --cache-from type=gha
  expect_no_miss "a build from the cache service"
  forget_layers
  "$standin" faults '[{"kind":"status","status":500,"match":{"route":"GetCacheEntryDownloadURL"}}]' >/dev/null
  build --cache-from type=gha
  expect deps 2 cache-failed "could not be read"
}

other_scope() {
  "$standin" start >/dev/null
  as_ref refs/heads/main
  build --cache-from type=gha --cache-to type=gha,mode=max
  forget_layers
  as_ref refs/heads/topic
  build --cache-from type=gha --cache-to type=gha,mode=max
  expect deps 2 not-in-cache "saved its own for refs/heads/main"
}

# What a named context and ONBUILD read is not recorded; a mount of the build context is.
unlisted_files() {
  mkdir "$work/extra"
  echo $RANDOM$RANDOM >"$work/extra/x"
  printf 'FROM miss-base:1\nONBUILD COPY conf /conf\n' | docker build -q -t miss-onbuild:1 - >/dev/null
  cat >"$project/Dockerfile" <<'END'
FROM miss-base:1 AS named
COPY --from=extra x .
FROM miss-base:1 AS mounted
RUN --mount=type=bind,source=lock,target=/lock cat /lock >/kept
FROM miss-onbuild:1
COPY --from=named x .
COPY --from=mounted kept .
END
  build --build-context "extra=$work/extra"
  echo more | tee -a "$work/extra/x" "$project/lock" >>"$project/conf"
  build --build-context "extra=$work/extra"
  expect named 2 unknown "files of the context extra"
  expect mounted 2 files-changed "lock changed"
  expect stage-2 2 unknown "files of the build context"
}

copied_image() {
  make_tools
  in_order 'WORKDIR /app' 'WORKDIR /app\nCOPY --from=miss-tools:1 /tool .'
  build
  make_tools
  build
  expect stage-2 3 base-changed "the image miss-tools:1, from which it copies, changed"
  expect_stages stage-2
}

start_engine
make_project
build
expect deps 2 first-build "no earlier build"
expect build 2 first-build "no earlier build"
expect stage-2 2 first-build "no earlier build"
build
expect_no_miss "the second build"
"$wanted"
echo "passed: $wanted"
