#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Publishing and syncing against the stand-in for GitHub, beside git and curl that do the same there: lines of interleave.py.
#   sharing.sh publish ROUNDS   one new event each; git clones a branch like that, commits one file and pushes
#   sharing.sh sync RUNS        the runs with their jobs; curl asks for the same addresses, one after another
# Exit: 0 measured, 77 `not run: WHY`.
# shellcheck source-path=SCRIPTDIR source=../../tests/github/events_lib.sh
set -euo pipefail
. "$(dirname "$0")/../../tests/github/events_lib.sh"

interleave() { python3 "$repo_root/scripts/bench.d/interleave.py" "$@"; }

by_git() {
  local clone=$scratch/clone number
  rm -rf "$clone"
  number=$(date +%s%N)
  git clone --quiet --depth 1 --branch by-git --single-branch "${url/:\/\//://x-access-token:$token@}/o/r.git" "$clone"
  printf '{"number":%s}\n' "$number" >"$clone/$number.jsonl"
  git -C "$clone" add --all
  git -C "$clone" -c user.name=bench -c user.email=bench@example.invalid commit --quiet --message "one event"
  git -C "$clone" push --quiet origin HEAD
}

by_tidegate() {
  in_job bench events append --type thing >/dev/null
  in_job bench events publish
}

publish() {
  prepare >&2
  by_tidegate >/dev/null
  git -C "$(bare)" branch by-git tidegate-data # of its own: tidegate leaves a branch alone that others write to
  export -f by_git by_tidegate in_job exec_job
  export scratch url token tidegate
  interleave "$1" --as tidegate bash -c by_tidegate --as git bash -c by_git
}

sync_once() {
  rm -f "$scratch/history.db"
  GITHUB_SERVER_URL=$url GITHUB_API_URL=$url GITHUB_REPOSITORY=o/r GITHUB_TOKEN=$token \
    "$tidegate" history sync --store "$scratch/history.db"
}

by_curl() { curl --silent --fail --header "Authorization: Bearer $token" --config "$scratch/addresses"; }

# Which runs there are, and then the jobs of each.
addresses() {
  local page runs=$url/repos/o/r/actions/runs
  for ((page = 1; page <= ($1 + 99) / 100; page++)); do
    printf '%s?per_page=100&page=%d\n' "$runs" "$page" | tee -a "$scratch/asked" |
      xargs curl --silent --fail --header "Authorization: Bearer $token" | jq -r --arg runs "$runs" '.workflow_runs[] | "\($runs)/\(.id)/jobs?per_page=100"'
  done >"$scratch/jobs-asked"
  cat "$scratch/asked" "$scratch/jobs-asked" | sed 's/.*/url = "&"\noutput = "\/dev\/null"/'
}

sync_runs() {
  local runs=$1
  prepare >&2
  have curl || not_run "no curl; run scripts/setup"
  grant '{"actions": "read"}'
  post rate <<<'{"limit":100000000}' >/dev/null
  post runs >/dev/null <<<"{\"repository\":\"o/r\",\"generate\":{\"count\":$runs,\"jobs\":2,\"steps\":5,
    \"first\":\"$(date -u -d '-81 days' +%FT%TZ)\",\"spacing_s\":$((80 * 86400 / runs))}}"
  addresses "$runs" >"$scratch/addresses"
  [ "$(wc -l <"$scratch/jobs-asked")" -eq "$runs" ] || die "the stand-in does not list its $runs runs"
  export -f sync_once by_curl
  export scratch url token tidegate
  interleave 3 --as tidegate bash -c sync_once --as curl bash -c by_curl
}

case ${1:-} in
  publish) publish "$2" ;;
  sync) sync_runs "$2" ;;
  *) sed -n '4,5s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
esac
