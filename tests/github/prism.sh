# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# To be sourced: GitHub's own OpenAPI description between a client and the stand-in. Needs node and npm; what they
# download stays in a cache outside of the clone and is fetched again where that is gone.
#   prism_available         false, with a line `not run: WHY`, where it cannot run here
#   prism_start STANDIN_URL start the proxy, which refuses what the description does not know; sets PRISM_URL
#   prism_violations        what was refused since the start, one line each
#   prism_stop
#   standin_api, standin_api_end  the same for a test of a client, see below
# OPENAPI_CACHE           the cache (default ~/.cache/tidegate-openapi)

prism_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
prism_cache=${OPENAPI_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/tidegate-openapi}
prism_versions='@octokit/openapi@23.0.2 @stoplight/prism-cli@5.14.2'
prism_work=

# What clients of tests may ask. A new path of a client is written here first.
prism_paths() {
  local repository='/repos/{owner}/{repo}' path
  printf '%s\n' "$repository" /rate_limit /user
  for path in '/actions/*' '/issues/{issue_number}/comments' '/issues/comments/*' '/pulls' '/pulls/{pull_number}' \
    '/commits' '/commits/{ref}' '/commits/{ref}/check-runs' '/commits/{commit_sha}/pulls' '/compare/{basehead}' \
    '/git/*' '/contents/{path}' '/check-runs*' '/branches'; do
    printf '%s\n' "$repository$path"
  done
}

prism_install() {
  [ "$(cat "$prism_cache/versions" 2>/dev/null)" = "$prism_versions" ] && return
  mkdir -p "$prism_cache"
  (
    flock 9 # two tests may come at once
    [ "$(cat "$prism_cache/versions" 2>/dev/null)" = "$prism_versions" ] && return
    # shellcheck disable=SC2086 # a list of words
    npm install --prefix "$prism_cache" --no-audit --no-fund --no-save $prism_versions >"$prism_cache/npm.log" 2>&1 &&
      printf '%s\n' "$prism_versions" >"$prism_cache/versions"
  ) 9>"$prism_cache/lock"
}

prism_available() {
  local tool
  for tool in node npm python3 curl; do
    command -v "$tool" >/dev/null || { echo "not run: $tool is not installed" && return 1; }
  done
  prism_install || { echo "not run: npm cannot install $prism_versions (see $prism_cache/npm.log)" && return 1; }
}

# A port that is free now; Prism cannot choose one by itself.
prism_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

prism_start() { # STANDIN_URL
  local port paths deadline=$((SECONDS + 60))
  prism_work=$(mktemp -d)
  mapfile -t paths < <(prism_paths)
  "$prism_here/openapi_subset.py" "$prism_cache/node_modules/@octokit/openapi/generated/api.github.com.json" \
    "$prism_work/subset.json" "${paths[@]}" || return 1
  port=$(prism_port)
  PRISM_URL=http://127.0.0.1:$port
  node "$prism_cache/node_modules/@stoplight/prism-cli/dist/index.js" proxy --host 127.0.0.1 --port "$port" --errors \
    "$prism_work/subset.json" "${1%/}" >>"$prism_work/log" 2>&1 &
  prism_pid=$!
  until grep -aq 'Prism is listening' "$prism_work/log"; do
    if ! kill -0 "$prism_pid" 2>/dev/null || [ "$SECONDS" -ge "$deadline" ]; then
      tail -n 5 "$prism_work/log" >&2
      return 1
    fi
    sleep 0.1
  done
}

# GraphQL is no part of the description, and a 304 to a conditional question is described in prose only. The log is
# written later than the answers: a violation of our own tells that all before it is there.
prism_violations() {
  local mark=/seen-$RANDOM$RANDOM deadline=$((SECONDS + 10))
  curl --silent --noproxy '*' --output /dev/null "$PRISM_URL$mark" || true
  until grep -aq "$mark .*terminated" "$prism_work/log" || [ "$SECONDS" -ge "$deadline" ]; do sleep 0.05; done
  awk '/has returned 304/ { unchanged = 1; next }
    / Request received/ { unchanged = 0 }
    unchanged && /Unable to match the returned status code/ { next } { print }' "$prism_work/log" |
    grep -av -e 'get /seen-' -e 'post /graphql' | grep -aE 'Request terminated with error|Violation:' || true
}

# For scripts that test a client: exports GITHUB_API_URL, the stand-in's or, where STANDIN_THROUGH_PRISM=1, the proxy's
# before it. GraphQL is no part of the description and always goes straight.
standin_api() { # STANDIN_URL
  GITHUB_API_URL=${1%/}
  GITHUB_GRAPHQL_URL=$GITHUB_API_URL/graphql
  if [ "${STANDIN_THROUGH_PRISM:-}" = 1 ]; then
    prism_available || exit 77
    prism_start "$1" || return 1
    GITHUB_API_URL=$PRISM_URL
    # The addresses in Link and in answers must lead to the proxy as well.
    curl --silent --fail --noproxy '*' --output /dev/null --data "{\"api_url\": \"$PRISM_URL\"}" \
      "${1%/}/_control/settings" || return 1
  fi
  export GITHUB_API_URL GITHUB_GRAPHQL_URL
}

# False where a request or an answer was not as described.
standin_api_end() {
  local violations=
  [ -z "$prism_work" ] || violations=$(prism_violations)
  prism_stop
  [ -z "$violations" ] || {
    printf 'not as GitHub describes it:\n%s\n' "$violations" >&2
    return 1
  }
}

prism_stop() {
  [ -n "$prism_work" ] || return 0
  kill "$prism_pid" 2>/dev/null || true
  wait "$prism_pid" 2>/dev/null || true
  rm -rf "$prism_work"
  prism_work=
}
