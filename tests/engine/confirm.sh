#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# confirm.sh CASE PROGRAM: a project is built on a real engine and measured again: the same steps must be executed, none
# else, and nothing of the user's may be touched. PROGRAM is tests/support/confirm_build.cpp. What was executed is read
# from what buildx said, not from what tidegate made of it.
# Exit: 0 passed, 1 failed, 77 not run.
set -euo pipefail
repo=$(cd "$(dirname "$0")/../.." && pwd -P)
wanted=${1:?name a case}
program=$(realpath "${2:?name the program}")
engine=test-confirm
work=$(mktemp -d)
project=$work/project

fail() { echo "FAILED: $*" >&2 && tail -n 20 "$work"/{facts,log.txt} >&2; exit 1; }

clean_up() {
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

# Keeps what each build was called with and said: $work/calls/N and $work/streams/N.
spy_on_docker() {
  local real
  real=$(command -v docker)
  mkdir -p "$work"/{bin,calls,streams,temp}
  cat >"$work/bin/docker" <<END
#!/usr/bin/env bash
[ "\$1 \$2" = "buildx build" ] || exec $real "\$@"
n=\$((\$(ls $work/calls | wc -l) + 1))
printf '%s\n' "\$@" >$work/calls/\$n
exec $real "\$@" 2> >(trap '' INT TERM; tee $work/streams/\$n >&2)
END
  chmod +x "$work/bin/docker"
  export PATH=$work/bin:$PATH TMPDIR=$work/temp
}

# Unlike all earlier projects: the engine may still hold their layers.
make_project() {
  unique=$RANDOM$RANDOM$RANDOM
  mkdir -p "$project"
  echo "lock $unique" >"$project/lock"
  echo "main $unique" >"$project/main.c"
  cat >"$project/Dockerfile" <<'END'
# The order of these is what matters.
FROM debian:bookworm-slim AS build
WORKDIR /b
ARG LEVEL=1
COPY lock .
RUN cat lock >installed
# Below here changes with each commit.
COPY main.c .
ENV MODE=fast
RUN cat installed main.c >out && \
    echo "level $LEVEL $MODE" >>out && sleep 1
RUN echo built >>out

FROM debian:bookworm-slim
WORKDIR /app
COPY lock .
COPY --from=build /b/out out
RUN test -s out
END
}

# Another tag: while a tag moves the engine may drop layers that both images have.
plain_build() { docker buildx build -q -t plain:"$unique" "$@" "$project" >/dev/null && rm "$work"/{calls,streams}/*; }

# build ARGS..: measured again once, and that must have worked.
build() {
  "$program" 1 300 -t confirm:"$unique" --iidfile "$work/iid" --metadata-file "$work/metadata" "$@" "$project" \
    >"$work/facts" 2>"$work/log.txt" || fail "exit $?"
  grep -qx 'failure ' "$work/facts" || fail "$(grep failure "$work/facts")"
  grep -q '^value build-time' "$work/facts" || fail "no value"
}

# The instructions that build N executed, without FROM and WORKDIR.
executed() {
  python3 - "$work/streams/$1" <<'END'
import json, re, sys
names = {}
cached = set()
done = set()
for line in open(sys.argv[1], errors="replace"):
    if not line.startswith("{"):
        continue
    for vertex in json.loads(line).get("vertexes") or []:
        names[vertex["digest"]] = vertex.get("name", "")
        if vertex.get("cached"):
            cached.add(vertex["digest"])
        if vertex.get("completed"):
            done.add(vertex["digest"])
for digest in done - cached:
    found = re.match(r"\[[^\]]*\d+/\d+\] (.*)", names[digest])
    if found and not found[1].startswith(("FROM", "WORKDIR")):
        print(found[1])
END
}

# same_steps COUNT: both builds executed the same, so many.
same_steps() {
  executed 1 | sort >"$work/first"
  executed 2 | sort >"$work/second"
  diff "$work/first" "$work/second" >&2 || fail "other steps"
  [ "$(wc -l <"$work/first")" = "$1" ] || fail "not $1 steps were executed: $(cat "$work/first")"
}

# The second build got nothing of the user's, and the tag is still what the first one made.
untouched() {
  ! grep -qE "confirm:$unique|$work/(iid|metadata|out)|^--push|cache-(to|from)|type=registry" "$work/calls/2" ||
    fail "the second build may not have that: $(cat "$work/calls/2")"
  [ "$(docker image inspect --format '{{.Id}}' "confirm:$unique")" = "$(cat "$work/iid")" ] || fail "the tag has moved"
  grep -q "$(cat "$work/iid")" "$work/metadata" || fail "the metadata file is another build's"
  [ -z "$(docker image ls -q --filter dangling=true)" ] || fail "an image without a name is left"
  [ -z "$(ls "$work/temp")" ] || fail "left in the temporary folder: $(ls "$work/temp")"
}

cold() {
  build
  same_steps 8
  untouched
  grep -qx -- --no-cache "$work/calls/2" || fail "not the plain way"
}

partial() {
  plain_build
  echo more >>"$project/main.c"
  printf '.git\n' >"$project/Dockerfile.dockerignore"
  build --build-arg LEVEL=2
  same_steps 6
  untouched
  grep -q 'level 2 fast' <(docker run --rm --network none "confirm:$unique" cat /app/out) || fail "another image"
  rm "$work"/{calls,streams}/*
  build --build-arg LEVEL=2 # and the builder's cache is as good as before
  same_steps 0
}

all_cached() {
  plain_build
  build
  same_steps 0
  untouched
}

# The builder knows nothing by itself; what was imported must be found the second time too.
imported_cache() {
  plain_build --cache-to "type=local,mode=max,dest=$work/cache"
  forget
  build --cache-from "type=local,src=$work/cache"
  same_steps 0
  untouched
  forget
  rm "$work"/{calls,streams}/*
  echo more >>"$project/main.c"
  build --cache-from "type=local,src=$work/cache"
  same_steps 5
  untouched
}

forget() {
  docker image rm -f "confirm:$unique" "plain:$unique" >/dev/null 2>&1 || true
  docker buildx prune -af >/dev/null
}

# Two stages in part, one not at all, one as a whole.
multi_stage() {
  cat >"$project/Dockerfile" <<'END'
FROM debian:bookworm-slim AS deps
COPY lock .
RUN cat lock >installed

FROM deps AS test
RUN echo testing
COPY main.c .
RUN test -s main.c && echo tested >/tested

FROM deps AS build
RUN echo prepare
COPY main.c .
RUN cat installed main.c >out

FROM debian:bookworm-slim AS lint
COPY main.c .
RUN touch /linted

FROM debian:bookworm-slim
RUN echo begin
COPY lock .
COPY --from=test /tested /
COPY --from=build out out
COPY --from=lint /linted /
END
  plain_build
  echo more >>"$project/main.c"
  build
  same_steps "$(executed 1 | wc -l)"
  grep -q 'RUN cat installed main.c' "$work/first" || fail "the stage build was not executed"
  [ "$(wc -l <"$work/first")" -ge 6 ] || fail "too few steps: $(cat "$work/first")"
  ! grep -q prepare "$work/second" || fail "too many steps"
  untouched
}

unnamed_stages() {
  printf 'FROM debian:bookworm-slim\nCOPY lock .\nRUN cat lock\nCOPY main.c .\nRUN cat main.c\n' >"$project/Dockerfile"
  plain_build
  echo more >>"$project/main.c"
  build
  same_steps 2
  untouched
}

# No cut is needed, so the user's own Dockerfile is built.
whole_stage() {
  printf 'FROM debian:bookworm-slim AS a\nCOPY lock .\nRUN cat lock\nFROM debian:bookworm-slim AS b\nCOPY main.c .\nCOPY --from=a lock .\n' \
    >"$project/Dockerfile"
  plain_build
  echo more >>"$project/main.c"
  build
  same_steps 2
  untouched
  grep -qx -- --no-cache-filter=b "$work/calls/2" || fail "not the plain way"
  ! grep -q -- --file= "$work/calls/2" || fail "another Dockerfile"
}

# buildx makes no image ID file beside a folder.
outputs() {
  mkdir "$work/out"
  "$program" 1 300 -o "type=local,dest=$work/out/folder" -o "type=tar,dest=$work/out/a.tar" \
    -o "type=docker,name=confirm:$unique" "$project" >"$work/facts" 2>"$work/log.txt" || fail "exit $?"
  docker image inspect --format '{{.Id}}' "confirm:$unique" >"$work/iid"
  cp "$work/iid" "$work/metadata"
  same_steps 8
  untouched
  [ "$(grep -c '^--output=' "$work/calls/2")" = 3 ] || fail "outputs are missing"
}

# BuildKit would empty it, and the user's next builds would have to fill it again.
cache_mount() {
  sed -i "s|^RUN cat installed|RUN --mount=type=cache,id=$unique,target=/kept echo run >>/kept/log \&\& cat installed|" \
    "$project/Dockerfile"
  plain_build
  echo more >>"$project/main.c"
  "$program" 1 300 -t confirm:"$unique" --iidfile "$work/iid" "$project" >"$work/facts" 2>"$work/log.txt" ||
    fail "exit $?"
  grep -q '^failure .*would empty' "$work/facts" || fail "no word of it"
  grep -qx 'status inconclusive' "$work/facts" || fail "not open"
  [ ! -e "$work/calls/2" ] || fail "it was built again"
  # shellcheck disable=SC2016 # for the shell of the step
  printf 'FROM debian:bookworm-slim\nRUN --mount=type=cache,id=%s,target=/kept test "$(wc -l </kept/log)" = 2\n' \
    "$unique" | docker buildx build -q - >/dev/null || fail "the mount is not what the builds made it"
}

cache_export() {
  build --cache-to "type=local,mode=max,dest=$work/out"
  same_steps 8
  untouched
}

interrupted() {
  sed -i 's/sleep 1/sleep 6/' "$project/Dockerfile"
  plain_build
  echo more >>"$project/main.c"
  local code=0
  "$program" 1 300 -t confirm:"$unique" --iidfile "$work/iid" --metadata-file "$work/metadata" "$project" \
    >"$work/facts" 2>"$work/log.txt" &
  until [ -s "$work/streams/2" ] && grep -q 'RUN cat installed' "$work/streams/2"; do sleep 0.1; done
  kill -INT $!
  wait $! || code=$?
  [ "$code" = 130 ] || fail "exit $code"
  grep -qx 'failure it was interrupted' "$work/facts" || fail "no word of it"
  grep -qx 'status inconclusive' "$work/facts" || fail "not open"
  untouched
}

start_engine
docker image prune -f >/dev/null # of a run that failed: the engine keeps its images
spy_on_docker
make_project
"$wanted"
echo "passed: $wanted"
