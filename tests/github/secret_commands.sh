# shellcheck shell=bash disable=SC2154,SC2089,SC2090
# SPDX-License-Identifier: Apache-2.0
# The commands that secrets_everywhere_test.sh runs, and the world that it plants. Of its caller: kind, plan, left, job.
#   text PLACE                  what is planted there
#   surface NAME STATUS ARG..   tidegate with ARGs must end so; what it says is in $left/NAME

head=$(printf 'a%.0s' {1..40}) other=$(printf 'b%.0s' {1..40})
text() { cat "$plan/$1"; }
api() { curl -sSf -H "Authorization: Bearer $token" "$url/repos/o/r/$1"; }
planted() { # [PLACE..]: as a JSON object
  local place
  for place in "$@"; do jq -nc --arg place "$place" --rawfile text "$plan/$place" '{($place): $text}'; done | jq -sc add
}

grant_all() { grant '{"contents": "write", "pull-requests": "write", "checks": "write", "actions": "read"}'; }

prepare_world() {
  post reset </dev/null >/dev/null
  repository '{"private": true}'
  grant_all
  jq -nc --arg head "$head" --arg other "$other" '{repository: "o/r", base_ref: "main"}
    + ({number: 7, head_sha: $head, head_ref: "topic"}, {number: 8, head_sha: $other, head_ref: "topic", head_repository: "mallory/r"})' |
    while IFS= read -r pull; do post pulls <<<"$pull" >/dev/null; done
  jq -nc --arg now "$(date -u +%FT%TZ)" --arg head "$head" --arg other "$other" \
    --argjson t "$(planted run-title run-actor run-branch run-workflow run-job run-step)" '{repository: "o/r", runs: [
      {id: 11, name: $t["run-workflow"], path: ".github/workflows/ci.yml", display_title: $t["run-title"], actor: $t["run-actor"],
        head_branch: $t["run-branch"], head_sha: $head, created_at: $now, event: "push",
        attempts: [{jobs: [{name: $t["run-job"], conclusion: "failure", created_at: $now, completed_at: $now,
          steps: [{name: $t["run-step"], number: 1, started_at: $now, completed_at: $now, conclusion: "failure"}]}]}]},
      {id: 500, event: "pull_request", head_sha: $other, head_branch: "topic", head_repository: "mallory/r"}]}' | post runs >/dev/null
}

# The folder and the environment of the job. What git has of the remote stands in .git, which is nobody's to give away.
prepare_job() {
  cd "$job" || exit 3
  git init -q .
  git remote add origin "${url/:\/\//:\/\/x-access-token:$token@}/o/r.git"
  printf "FROM debian\nARG A\nENV B='%s'\nRUN push it\n" "$(text dockerfile | tr '\n' ' ')" >Dockerfile
  jq -nc --arg sha "$head" --arg text "$(text event-file)" '{repository: {full_name: "o/r"}, head_commit: {message: $text},
    pull_request: {number: 7, title: $text, body: $text, head: {sha: $sha, ref: $text, repo: {full_name: "o/r"}},
      base: {sha: $sha, ref: "main", repo: {full_name: "o/r"}}}}' >"$scratch/event.json"
  : >"$scratch/output"
  : >"$scratch/summary"
  : >"$scratch/redirect"
  mkdir -p "$scratch/bin"
  cat >"$scratch/bin/docker" <<SCRIPT
#!/usr/bin/env bash
case "\${1:-} \${2:-}" in
  "buildx build") printf '%s\n' "\$@" >>"$left/may-hold-build-arguments/words" ;;
  *) env >>"$scratch/helpers" && printf '%s\n' "\$@" >>"$left/calls/words" ;;
esac
exec "$repo_root/tests/cli/docker" "\$@"
SCRIPT
  chmod +x "$scratch/bin/docker"
}

job_environment() {
  export PATH=$scratch/bin:$PATH XDG_CACHE_HOME=$scratch/cache DOCKER_HOST=tcp://127.0.0.1:9 LC_ALL=C.UTF-8
  export GITHUB_SERVER_URL=$url GITHUB_API_URL=$url GITHUB_GRAPHQL_URL=$url/graphql GITHUB_REPOSITORY=o/r GITHUB_TOKEN=$token
  export GITHUB_RUN_ID=4711 GITHUB_RUN_ATTEMPT=1 GITHUB_RUN_NUMBER=5 GITHUB_SHA=$head GITHUB_EVENT_NAME=pull_request
  export GITHUB_EVENT_PATH=$scratch/event.json RUNNER_TEMP=$scratch/tmp RUNNER_DEBUG=1 ACTIONS_STEP_DEBUG=true
  export GITHUB_OUTPUT=$scratch/output GITHUB_STEP_SUMMARY=$scratch/summary ACTIONS_RUNTIME_TOKEN=$runtime_token
  GITHUB_WORKFLOW=$(text workflow) GITHUB_JOB=$(text job) TIDEGATE_LEG=$(text leg) GITHUB_REF=$(text ref) GITHUB_ACTOR=$(text actor)
  export GITHUB_WORKFLOW GITHUB_JOB TIDEGATE_LEG GITHUB_REF GITHUB_ACTOR
  STANDIN_METADATA=$(jq -nc --argjson t "$(planted metadata-file)" '{"containerimage.descriptor": $t}')
  export STANDIN_METADATA
  case $kind in
    password) DEPLOY_PASSWORD=$(cat "$plan/secret") && export DEPLOY_PASSWORD ;;
    aws_secret) AWS_SECRET_ACCESS_KEY=$(cat "$plan/secret") && export AWS_SECRET_ACCESS_KEY ;;
  esac
}

surface() {
  local name=$1 wanted=$2 status=0
  shift 2
  mkdir -p "$left/$name"
  (
    job_environment
    exec timeout 120 "$tidegate" "$@"
  ) >"$left/$name/out" 2>"$left/$name/err.whole" </dev/null || status=$?
  grep -av '^::add-mask::' "$left/$name/err.whole" >"$left/$name/err" || true # said to the runner, so that it hides them
  rm "$left/$name/err.whole"
  [ "$status" = "$wanted" ] || check "$kind: $name ends with $wanted, not $status: $(tail -n 3 "$left/$name/err")" false
}

# As the action's step: the inputs come as variables.
action_build() { # NAME STATUS
  (
    INPUT_BUILD_ARGS="A=$(text build-arg)" INPUT_LABELS="l=$(text label)" INPUT_ANNOTATIONS="a=$(text annotation)"
    INPUT_SECRETS="FIRST=harmless-first-value" INPUT_SECRET_ENVS="d=DEPLOY_PASSWORD"
    case $kind in
      argument) INPUT_BUILD_ARGS="API_TOKEN=$(cat "$plan/secret")" ;;
      input) INPUT_SECRETS="FIRST=harmless-first-value"$'\n'"SECOND=$(cat "$plan/secret")" ;;
      input_lines) INPUT_SECRETS="FIRST=harmless-first-value"$'\n'"\"SECOND=$(cat "$plan/secret")\"" ;;
    esac
    export GITHUB_ACTIONS=true INPUT_CONTEXT=. INPUT_TAGS=app:1 INPUT_GITHUB_TOKEN=$token INPUT_GATE=off
    export INPUT_PUBLISH=true INPUT_COMMENT=true INPUT_CHECK=true INPUT_CACHE_FROM=type=gha INPUT_CACHE_TO=type=gha
    export INPUT_BUILD_ARGS INPUT_LABELS INPUT_ANNOTATIONS INPUT_SECRETS INPUT_SECRET_ENVS
    surface "$@" action build
  )
}

asked() { # what every build is asked, each word with a zero behind it
  printf '%s\0' build --gate off --build-arg "A=$(text build-arg)" --label "l=$(text label)" --annotation "a=$(text annotation)"
  case $kind in
    argument) printf '%s\0' --build-arg "API_TOKEN=$(cat "$plan/secret")" ;;
    password) printf '%s\0' --secret id=d,env=DEPLOY_PASSWORD ;;
  esac
}

build() { # NAME STATUS ARG..
  local name=$1 status=$2 words
  shift 2
  mapfile -d '' words < <(asked)
  surface "$name" "$status" "${words[@]}" "$@"
}

replay() { export STANDIN_STREAM=$scratch/fork/$1.jsonl STANDIN_STATUS=${2:-0}; }

run_builds() {
  replay good
  action_build action-build 0
  replay bad 1
  action_build action-build-fails 4
  case $kind in input*) return ;; esac
  replay good
  build build-json 0 --format json "$(text context)"
  build build-plain 0 --progress=plain .
  build build-quiet 0 --quiet .
  replay bad 1
  build build-fails 4 .
  build build-fails-json 4 --format json .
  printf 'ERROR: failed to connect to %s\n' "$(text engine | tr '\n' ' ')" >"$scratch/fork/engine.jsonl"
  replay engine 1
  build engine-fails 4 .
  replay good
  under_terminal build-tty
}

# The display for people, which draws over itself.
under_terminal() {
  local words
  mapfile -d '' words < <(asked)
  mkdir -p "$left/$1"
  (
    job_environment
    exec script -qec "$(printf '%q ' "$tidegate" "${words[@]}" .)" /dev/null
  ) >"$left/$1/screen" </dev/null || check "$kind: $1 ends well" false
}

run_other_commands() {
  observe_commands
  event_commands
  github_commands
  refused_commands
  foreign_commands
  wrong_usage
}

observe_commands() {
  surface observe-rawjson 0 observe --rawjson "$scratch/fork/good.jsonl" --format json
  surface observe-rawjson-fails 0 observe --rawjson "$scratch/fork/bad.jsonl" --publish
  surface observe-log 0 observe --log "$scratch/fork/good.log" --format json
  surface observe-log-fails 0 observe --log "$scratch/fork/bad.log"
  surface observe-image 0 observe --image "$scratch/fork/image.tar" --format json
}

event_commands() {
  surface append 0 events append --type thing --container "$(text container)" --metadata \
    "$(jq -nc --rawfile key "$plan/metadata-key" --rawfile text "$plan/metadata" '{($key): [{text: $text}]}')"
  surface bless 0 bless build-time --reason "$(text reason)"
  surface bless-json 0 bless health-score --all-situations --format json --reason "$(text reason)"
  surface publish 0 events publish
  surface append-json 0 events append --type other --format json --metadata "$(planted metadata)"
  surface api-publish 0 events publish --via api --format json
  surface query 0 events query --type thing --type bless
  surface query-json 0 events query --format json
  surface validate 0 events validate --format json
  surface gate 0 gate --explain --gate off
  surface gate-json 0 gate --explain --format json --gate off
  surface diff 0 report diff latest~1 latest
  surface diff-json 0 report diff latest~1 latest --format json
  surface diff-markdown 0 report diff latest~1 latest --format markdown
  surface rebuild 0 history rebuild
  surface backtest 0 gate backtest
}

github_commands() {
  surface sync 0 history sync
  surface stats 0 history stats
  surface stats-json 0 history stats --format json --by job --record
  surface stats-branch 0 history stats --by branch
  surface stats-markdown 0 history stats --format markdown
  surface gate-release 1 gate --release --format json
  surface comment 0 report comment --pr 7 --leg first
  api issues/7/comments | jq -c --rawfile text "$plan/comment" '.[0] | .id, (.body | sub("not judged"; "not judged " + $text) | {body: .})' >"$scratch/comment"
  curl -sSf -X PATCH -H "Content-Type: application/json" -H "Authorization: Bearer $token" "$url/repos/o/r/issues/comments/$(sed -n 1p "$scratch/comment")" \
    --data "$(sed -n 2p "$scratch/comment")" >/dev/null
  surface comment-again 0 report comment --pr 7 --leg second --format json
  surface check 0 report check --format json
  surface events-record 0 events publish
}

refused_commands() {
  local hook
  faults "$(jq -nc --rawfile text "$plan/refusal" '
    {message: $text, errors: [{message: $text}]} | tojson | . as $body | ["ListRuns", "ListComments", "CreateCheckRun", "GraphQL"]
    | map({kind: "body", status: 422, match: {route: .}, body: $body})')"
  surface refused-sync 3 history sync --since 1d
  surface refused-comment 3 report comment --pr 7
  surface refused-check 3 report check
  surface append-more 0 events append --type thing
  surface refused-api-publish 3 events publish --via api
  hook=$(bare)/hooks/pre-receive
  mkdir -p "${hook%/*}"
  printf '#!/bin/sh\ncat "%s" >&2\nexit 1\n' "$plan/git-refusal" >"$hook"
  chmod +x "$hook"
  surface refused-push 3 events publish
  rm "$hook"
  text redirect >"$scratch/redirect"
  faults "$(jq -nc --rawfile text "$plan/redirect" '[{kind: "redirect", location: ("http://127.0.0.1:9/?token=" + ($text | @uri))}]')"
  surface redirected 3 history sync --since 1d
  surface redirected-push 3 events publish
  faults '[]'
}

# What another program wrote on the branch, and what a fork hands over: shown clean, kept as it is.
foreign_commands() {
  local line
  line=$(jq -nc --arg now "$(date -u +%FT%T.000Z)" --rawfile text "$plan/foreign-event" '{event_type: "thing", timestamp: $now,
    id: "01KBJ7RS80000000000000000D", schema: 1, repository: "o/r", run: {id: "1", actor: $text}, runner: {}, metadata: {text: $text}}')
  mkdir -p "$scratch/jobs/foreign/.tidegate/events" "$scratch/jobs/fork"
  cd "$scratch/jobs/foreign" || exit 3
  printf '%s\n' "$line" >".tidegate/events/$(date -u +%Y-%m).jsonl"
  surface query-foreign 0 events query
  surface query-foreign-json 0 events query --format json
  surface validate-foreign 1 events validate
  cd "$scratch/jobs/fork" || exit 3
  jq -c --rawfile text "$plan/fork" --arg sha "$other" '{event_type: "docker_build", timestamp: "2026-11-21T00:00:00.000Z",
    id: "01KBJ7RS80000000000000000B", schema: 1, repository: "o/r", runner: .runner, run: {id: "500", attempt: "1", workflow: "ci",
      job: $text, sha: $sha, ref: "refs/pull/8/merge", event: "pull_request"}, metadata: {build_time_seconds: 1, image_size: null,
      dockerfile: null, tag: null, success: true, build: (.notices = [$text] | .request.tags = [$text] | .steps[0].name = $text)}}' \
    "$left/build-json/out" | jq -sc --arg text "$(head -c 1 /dev/null)" '{repository: "o/r", run_id: 500, name: "tidegate-events-x",
      files: {"events.jsonl": (map(tojson) | join("\n") + "\n")}}' | post artifacts >/dev/null
  surface from-fork 0 report comment --from-run 500
  cd "$job" || exit 3
}

wrong_usage() {
  surface bad-option 2 gate --max-build-time "$(text option)"
  surface bad-word 2 "$(text word)"
  jq -nc --rawfile text "$plan/config" '{gate: {mode: $text}}' >"$scratch/fork/config.yml"
  surface bad-config 2 gate --config "$scratch/fork/config.yml"
  jq -nc --rawfile text "$plan/config" '{($text): 1}' >"$scratch/fork/config.yml"
  surface bad-key 2 gate --config "$scratch/fork/config.yml"
  surface bad-remote "$([ "$kind" = url ] && echo 3 || echo 2)" events publish --remote "$(text remote)"
}
