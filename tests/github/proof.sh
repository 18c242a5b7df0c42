#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The stand-in against the real BuildKit of the engine that the caller's docker variables name.
# It prunes that engine's build cache. Exit 77: not run.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
base=${PROOF_BASE:-debian:bookworm-slim}
image=standin-proof-$$
work=$(mktemp -d)
export STANDIN_DIR=$work/standin
failed=0
progress=plain
steps=5 # WORKDIR, RUN, COPY, COPY --from, RUN

skip() {
  echo "not run: $*"
  exit 77
}

docker version >/dev/null 2>&1 || skip "no docker engine answers"
docker buildx version >/dev/null 2>&1 || skip "no docker buildx"
docker image inspect "$base" >/dev/null 2>&1 || skip "the engine has no image $base"

clean() {
  "$here/standin.sh" stop
  docker image rm -f "$image" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap clean EXIT

mkdir "$work/context"
echo source >"$work/context/source.txt"
cat >"$work/context/Dockerfile" <<END
FROM $base AS build
WORKDIR /src
ARG ROUND=0
RUN echo round-\$ROUND && head -c 3000000 /dev/urandom > /big
COPY source.txt .
FROM $base
COPY --from=build /big /src/source.txt /
RUN sha256sum /big > /sum
END

report() { # STATUS TEXT
  if [ "$1" -eq 0 ]; then
    printf 'ok    %s\n' "$2"
    return
  fi
  printf 'FAIL  %s\n' "$2"
  sed 's/^/      | /' "$work/log"
  failed=1
}

check() { # TEXT COMMAND...
  local text=$1 status=0
  shift
  "$@" || status=$?
  report "$status" "$text"
}

standin() { "$here/standin.sh" "$@"; }

prune() {
  docker image rm -f "$image" >/dev/null 2>&1 || true
  docker buildx prune -af >/dev/null 2>&1
}

# build "TOKEN OPTIONS" BUILDX-ARGUMENTS...: sets rc and took, leaves the output in $work/log.
# The word keep instead of options keeps the token that the environment has.
build() {
  local token=$1 from=$SECONDS
  shift
  rc=0
  # shellcheck disable=SC2086 # the token's options are words
  (
    [ "$token" = keep ] || eval "$(standin env $token)"
    docker buildx build --progress="$progress" --load -t "$image" "$@" "$work/context"
  ) >"$work/log" 2>&1 || rc=$?
  took=$((SECONDS - from))
}

exit_is() { [ "$rc" -eq "$1" ]; }
says() { grep -Fq -- "$1" "$work/log"; }
silent_about() { ! grep -Fq -- "$1" "$work/log"; }
# A step whose layer is pulled is reported twice, the second time without "cached", and the plain log
# shows only that one: what came from the cache must be counted in the raw stream.
cached_steps() {
  grep -o '"name":"\[[^"]*\] [^"]*"[^}]*"cached":true' "$work/log" |
    sed 's/^"name":"\([^"]*\)".*/\1/' | grep '[0-9]/[0-9]\]' | grep -v '\] FROM ' | sort -u
}
cached_are() { [ "$(cached_steps | wc -l)" -eq "$1" ]; }
ran_afresh() { says "round-${1:-0}" && silent_about "CACHED"; }
took_at_least() { [ "$took" -ge "$1" ]; }
layers() { docker image inspect --format '{{json .RootFS.Layers}}' "$image"; }
entries() { standin get /_control/entries; }

unfinished_index() { entries | grep -Eq '"finalised":false,"key":"index-'; }
second_index() { entries | grep -q '"finalised":true,"key":"index-[^"]*#2"'; }
# Exactly the fault that was ordered has happened, or the check that follows proves nothing.
engine_answers() { docker version >/dev/null 2>&1; }
suffered() { standin get /_control/requests | grep -q "\"fault\":\"$1\""; }

export_to=(--cache-to "type=gha,mode=max")
import_from=(--cache-from type=gha)
main="--scope refs/heads/main=rw"
other="--scope refs/heads/other=rw"
child="--scope refs/pull/1/merge=rw --scope refs/heads/main=r"
reader="--scope refs/heads/main=r"

prove_round_trip() {
  prune
  build "$main" "${export_to[@]}"
  check "export mode=max succeeds" exit_is 0
  check "the index is there" grep -q '"key":"index-' <(entries)
  local before
  before=$(layers)
  prune
  progress=rawjson build "$main" "${import_from[@]}"
  check "import succeeds" exit_is 0
  check "after a prune all $steps steps come from the cache" cached_are "$steps"
  # /big is random: equal layers can only be the ones that were exported.
  check "the layers are the exported ones" [ "$(layers)" = "$before" ]
  check "their bytes are whole" docker run --rm "$image" sha256sum --quiet -c /sum
}

prove_scopes() {
  prune
  build "$other" "${import_from[@]}"
  check "another scope succeeds without cache" exit_is 0
  check "another scope sees nothing" ran_afresh
  prune
  progress=rawjson build "$child" "${import_from[@]}"
  check "a pull request reads the cache of main" cached_are "$steps"
  build "$child" "${import_from[@]}" "${export_to[@]}" --build-arg ROUND=child
  check "a pull request exports" exit_is 0
  prune
  build "$main" "${import_from[@]}" --build-arg ROUND=child
  check "main does not see what the pull request wrote" says "round-child"
}

prove_denied_writes() {
  build "$reader" "${export_to[@]}" --build-arg ROUND=denied
  check "a read-only token fails the build" exit_is 1
  check "...with: failed to reserve cache" \
    says "ERROR: failed to build: failed to solve: error writing layer blob: failed to reserve cache"
  build "$reader" --cache-to "type=gha,mode=max,ignore-error=true" --build-arg ROUND=denied
  check "...and not with ignore-error=true" exit_is 0
  check "...which names the vertex" says "> exporting to GitHub Actions Cache:"
  standin faults '[{"kind":"write_denied"}]' >/dev/null
  build "$main" "${export_to[@]}" --build-arg ROUND=denied
  check "the fault write_denied does the same" says "error writing layer blob: failed to reserve cache"
  check "...exit 1" exit_is 1
}

prove_tokens() {
  build "$main --lifetime -1h" "${import_from[@]}" "${export_to[@]}"
  check "an expired token fails the build, by its own exp" says "cache token expired at"
  check "...exit 1" exit_is 1
  standin faults '[{"kind":"token_expired"}]' >/dev/null
  build "$main" "${export_to[@]}" --build-arg ROUND=expired
  check "401 from the service fails the export" says "unauthenticated"
  check "...exit 1" exit_is 1
}

prove_service_errors() {
  standin faults '[{"kind":"status","status":500,"match":{"route":"CreateCacheEntry"}}]' >/dev/null
  build "$main" "${export_to[@]}" --build-arg ROUND=500
  check "500 on reserve: error writing layer blob: internal" says "error writing layer blob: internal"
  check "...exit 1" exit_is 1
  standin faults '[{"kind":"status","status":429,"count":3,"match":{"route":"CreateCacheEntry"}}]' >/dev/null
  build "$main" "${export_to[@]}" --build-arg ROUND=429
  check "three 429: exit 0" exit_is 0
  check "...without a word" silent_about "resource_exhausted"
  check "...but 7 s later" took_at_least 7
  standin faults '[{"kind":"status","status":429,"match":{"route":"CreateCacheEntry"}}]' >/dev/null
  build "$main" --cache-to "type=gha,mode=max,timeout=3s" --build-arg ROUND=429more
  check "429 for ever: maximum timeout reached: resource_exhausted" \
    says "maximum timeout reached: resource_exhausted"
  check "...exit 1" exit_is 1
  prune
  standin faults '[{"kind":"status","status":500,"match":{"route":"GetCacheEntryDownloadURL"}}]' >/dev/null
  build "$main" "${import_from[@]}"
  check "500 on lookup: exit 0" exit_is 0
  check "...and no cache" ran_afresh
  check "...and only the vertex is named" says "> importing cache manifest from gha:"
}

prove_lost_blobs() {
  prune
  standin faults '[{"kind":"blob_missing","match":{"key_prefix":"index-"}}]' >/dev/null
  build "$main" "${import_from[@]}"
  check "index 404: exit 0" exit_is 0
  check "...and no cache" ran_afresh
  check "...with: BlobNotFound" says "BlobNotFound"
  prune
  standin faults '[{"kind":"blob_missing","match":{"key_prefix":"buildkit-blob-"}}]' >/dev/null
  build "$main" "${import_from[@]}"
  check "layer 404: exit 1" exit_is 1
  check "...with: RESPONSE 404" says "RESPONSE 404"
}

prove_index_upload_failure() {
  standin post /_control/reset </dev/null >/dev/null
  standin faults '[{"kind":"index_upload_failure"}]' >/dev/null
  build "$main" "${export_to[@]}" --build-arg ROUND=index
  check "index upload 403: exit 0" exit_is 0
  check "...the fault did happen" suffered index_upload_failure
  check "...without a word" silent_about "ERROR"
  check "...the index stays reserved" unfinished_index
  standin faults '[]' >/dev/null
  prune
  build "$main" "${import_from[@]}" "${export_to[@]}" --build-arg ROUND=index
  check "...the next build has no cache" ran_afresh index
  check "...and its export waits 15 s for the reserved index" took_at_least 15
  check "...and then writes the next one" second_index
}

prove_slowness() {
  prune
  standin faults '[{"kind":"slow","delay_ms":2000,"count":1,"match":{"route":"GetBlob","key_prefix":"index-"}}]' \
    >/dev/null
  progress=rawjson build "$main" "${import_from[@]}" --build-arg ROUND=index
  check "a slow index only takes longer" took_at_least 2
  check "...and all steps come from the cache" cached_are "$steps"
}

prove_lost_service() {
  local lookup="/twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL"
  prune
  standin faults '[{"kind":"refuse"}]' >/dev/null
  build "$main" "${import_from[@]}"
  check "import from connections that close: exit 0" exit_is 0
  check "...and no cache" ran_afresh
  build "$main" "${export_to[@]}"
  check "export to connections that close: exit 1" exit_is 1
  check "...with: $lookup\": EOF" says "$lookup\": EOF"
  eval "$(standin env)"
  standin stop
  prune
  build keep "${import_from[@]}"
  check "import from a service that is gone: exit 0" exit_is 0
  check "...and no cache" ran_afresh
  build keep "${export_to[@]}"
  check "export to a service that is gone: exit 1" exit_is 1
  check "...with: connection refused" says "connect: connection refused"
  build keep --cache-to "type=gha,mode=max,ignore-error=true"
  check "...and 0 with ignore-error=true" exit_is 0
}

echo "engine $(docker version --format '{{.Server.Version}}'), $(docker buildx version)"
standin start >/dev/null
for part in round_trip scopes denied_writes tokens service_errors lost_blobs index_upload_failure slowness \
  lost_service; do # the last one: it stops the stand-in
  standin faults '[]' >/dev/null
  "prove_$part"
done
check "the engine is alive" engine_answers
[ "$failed" -eq 0 ]
