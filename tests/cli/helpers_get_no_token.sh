#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tokens and secrets of the environment reach the build, which may need them, and no other program that is started.
. "$(dirname "$0")/common.sh"

rm "$work/bin/docker"
cat >"$work/bin/docker" <<END
#!/usr/bin/env bash
env | sed "s/^/\${1:-} \${2:-}: /" >>"$work/environments"
exec "$cli_folder/docker" "\$@"
END
chmod +x "$work/bin/docker"

in_actions
export ACTIONS_RUNTIME_TOKEN=marked-1 GITHUB_TOKEN=marked-2 GH_TOKEN=marked-3 ACTIONS_ID_TOKEN_REQUEST_TOKEN=marked-4
export INPUT_GITHUB_TOKEN=marked-5 INPUT_SECRETS=A=marked-6 INPUT_CONTEXT=. INPUT_TAGS=app:1
replay cold-multi-stage
run 0 action build
grep -v '^buildx build:' "$work/environments" >"$work/helpers"
[ -s "$work/helpers" ] || fail "no other program was started"
lacks "$work/helpers" marked-
grep '^buildx build:' "$work/environments" >"$work/build"
has "$work/build" "ACTIONS_RUNTIME_TOKEN=marked-1" "GITHUB_TOKEN=marked-2"
lacks "$work/build" marked-5 marked-6
