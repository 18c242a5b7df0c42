#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Each route of the stand-in, asked once: the request and the answer are as GitHub's OpenAPI description has them; what
# is not is noticed. Needs STANDIN_BINARY.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source-path=SCRIPTDIR
. "$here/prism.sh"

prism_available || exit 77
STANDIN_DIR=$(mktemp -d)
export STANDIN_DIR
trap 'prism_stop; "$here/standin.sh" stop; rm -rf "$STANDIN_DIR"' EXIT
url=$("$here/standin.sh" start | sed -n 's/.*"url":"\([^"]*\)".*/\1/p')
prism_start "$url"

"$here/openapi_drive.py" "$PRISM_URL" "$url"
violations=$(prism_violations)
[ -z "$violations" ] || {
  printf 'FAIL  the proxy saw violations\n%s\n' "$violations" >&2
  exit 1
}

# The check itself can fail: in either direction.
ask() { curl --silent --noproxy '*' --output /dev/null --write-out '%{http_code}' -H 'Authorization: Bearer any' "$@"; }
[ "$(ask "$PRISM_URL/repos/o/r/actions/runs?per_page=many")" = 422 ]
"$here/standin.sh" faults '[{"kind": "body", "body": "{\"total_count\": \"many\"}"}]' >/dev/null
[ "$(ask "$PRISM_URL/repos/o/r/actions/runs")" = 500 ]
violations=$(prism_violations)
[ "$(grep -c 'terminated' <<<"$violations")" -ge 2 ] || {
  printf 'FAIL  violations went unseen:\n%s\n' "$violations" >&2
  exit 1
}
echo "ok    violations are seen in both directions"
