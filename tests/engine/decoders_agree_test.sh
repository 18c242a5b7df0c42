#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# decoders_agree_test.sh DECODE_LOG: the same real builds, read from the engine's history as rawjson and as a plain
# log, and from the stream that buildx printed, have the same steps, cache state, errors and times within 0.1 s.
# Exit: 0 passed, 1 failed, 77 not run.
set -euo pipefail
repo=$(cd "$(dirname "$0")/../.." && pwd -P)
decode=$1
scratch=$(mktemp -d)
export STANDIN_DIR=$scratch/standin
engine=(--private --name test-decoders)
failures=0

clean_up() {
  "$repo/tests/github/standin.sh" stop >/dev/null 2>&1 || true
  "$repo/scripts/engine" stop "${engine[@]}" 2>/dev/null || true
  rm -rf "$repo/build/engine/test-decoders" "$scratch"
}

start() {
  local code=0
  "$repo/scripts/engine" start "${engine[@]}" 2>"$scratch/start.log" || code=$?
  cat "$scratch/start.log" >&2
  if [ "$code" = 3 ]; then
    echo "not run: $(tail -n 1 "$scratch/start.log")" && exit 77
  fi
  [ "$code" = 0 ] || exit 1
  "$repo/scripts/engine" base-image "${engine[@]}"
  eval "$("$repo/scripts/engine" env "${engine[@]}")"
  "$repo/tests/github/standin.sh" start
}

# shellcheck disable=SC2016 # the variables are BuildKit's
make_project() {
  mkdir -p "$scratch/p"
  cd "$scratch/p"
  echo a >a.txt && echo b >b.txt
  cat >Dockerfile <<'END'
FROM debian:bookworm-slim AS base
RUN echo base && sleep 0.3
FROM base AS build
WORKDIR /src
COPY a.txt .
RUN for i in 1 2 3; do echo "compile $i"; printf 'bar 1%%\rbar 2%%\r'; sleep 0.2; done && cp a.txt out.txt
COPY b.txt .
RUN cat b.txt >> out.txt && sleep 0.2
FROM base AS docs
RUN sleep 0.4 && echo done
FROM debian:bookworm-slim
COPY --from=build /src/out.txt /
COPY --from=docs /etc/hostname /docs
END
  printf 'FROM debian:bookworm-slim\nRUN echo one; sleep 0.3; echo two >&2; exit 3\nRUN echo never\n' >failing
  printf 'FROM debian:bookworm-slim AS a\nRUN sleep 5\nFROM debian:bookworm-slim AS b\nRUN sleep 0.5; false\nFROM scratch\nCOPY --from=a /etc/hostname /a\nCOPY --from=b /etc/hostname /b\n' >canceling
  printf 'FROM debian:bookworm-slim as base\nMAINTAINER me\nRUN echo $NOWHERE\nCMD echo hi\n' >warning
  printf 'FROM debian:bookworm-slim\nRUN <<END\nset -e\necho one\nsleep 0.2\nEND\nCOPY <<END /x\ntext\nEND\n' >heredoc
  printf 'FROM scratch\nCOPY missing.txt /\n' >missing
  printf 'FROM --platform=$BUILDPLATFORM debian:bookworm-slim AS b\nARG TARGETARCH\nRUN sleep 0.2; echo $TARGETARCH >/x\nFROM scratch\nCOPY --from=b /x /\n' >platforms
}

# Standard input: a log. Out: what must agree of it, one JSON object. A step of the plain log that failed has no length.
facts_of() {
  "$decode" | jq -cs --argjson lengths "$1" '{builds: length, warnings: (.[0].warnings | sort),
    steps: [.[0].steps[] | select(.reached) | {name, cached, error: (.error | if endswith("context canceled") then "context canceled" else . end), duration: (if .error == "" then .duration else null end)}] | sort_by(.name)}'
}

# In: facts of a log that has all times, and of the plain one, which tells of a CACHED step no time at all: only a FROM
# may have one, of the run that looked its image up. Fails, and says where, unless they agree.
agree() {
  jq -en --slurpfile a "$1" --slurpfile b "$2" '
    def known: .steps | map({name, cached, error});
    ($a[0] | known) == ($b[0] | known) and $a[0].warnings == $b[0].warnings and $a[0].builds == 1 and $b[0].builds == 1
      and ([$a[0].steps, $b[0].steps] | transpose | all(
        if .[1].cached and (.[1].name | test("^\\[[^]]*[0-9]+/[0-9]+\\] FROM ") | not) then .[1].duration == null
        elif .[1].cached and .[1].duration == null then true
        else ((.[0].duration == null) == (.[1].duration == null)) and (((.[0].duration // 0) - (.[1].duration // 0)) | fabs <= 0.1) end))' >/dev/null && return
  diff <(jq . "$1") <(jq . "$2") || true
  return 1
}

# In: NAME ARGUMENT..: one build, all its logs, compared.
check() {
  local name=$1 code=0 ref
  shift
  docker buildx build --progress=rawjson "$@" . 2>"$scratch/$name.live" || code=$?
  ref=$(docker buildx history ls --format json | jq -rs 'sort_by(.created_at) | last | .ref' | sed 's|.*/||')
  docker buildx history logs --progress rawjson "$ref" >"$scratch/$name.rawjson" 2>&1
  docker buildx history logs --progress plain "$ref" >"$scratch/$name.plain" 2>&1
  for form in live rawjson plain; do facts_of null <"$scratch/$name.$form" >"$scratch/$name.$form.facts"; done
  if agree "$scratch/$name.rawjson.facts" "$scratch/$name.plain.facts" && agree "$scratch/$name.live.facts" "$scratch/$name.plain.facts"; then
    echo "$name: exit status $code, $(jq '.steps | length' "$scratch/$name.plain.facts") steps, $(jq '[.steps[] | select(.cached)] | length' "$scratch/$name.plain.facts") cached: agree"
  else
    echo "FAILED: $name" && failures=$((failures + 1))
    [ -z "${KEEP:-}" ] || cp "$scratch/$name".* "$KEEP"
  fi
}

main() {
  trap clean_up EXIT
  start
  make_project
  check cold --no-cache -t t:1
  check cached -t t:1
  echo changed >b.txt
  check partial -t t:1
  check target --target build -t t:2
  check failing --no-cache -f failing
  check canceling --no-cache -f canceling
  check warning -f warning -t t:3
  check heredoc --no-cache -f heredoc -t t:4
  check missing -f missing
  check platforms --platform linux/amd64,linux/arm64 -f platforms -t t:5
  eval "$("$repo/tests/github/standin.sh" env)"
  check gha-export --no-cache --cache-to type=gha,mode=max --cache-from type=gha -t t:6
  docker buildx prune -af >/dev/null
  check gha-import --cache-from type=gha -t t:6
  [ "$failures" = 0 ]
}

main
