# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2154,SC2034 # scripts/bench has the other variables
# The parts of scripts/bench: a function each, which prints its rows. It sources this; `set -e` holds.
# shellcheck disable=SC2164 # so it does for cd
# shellcheck source-path=SCRIPTDIR source=rows.sh

tidegate=$repo_root/build/tidegate

# name, commit and main file of the node actions: v7.3.0 and v1.22.0
actions=(
  "docker/build-push-action 53b7df96c91f9c12dcc8a07bcb9ccacbed38856a dist/index.cjs"
  "benchmark-action/github-action-benchmark a60cea5bc7b49e15c1f58f411161f99e0df48372 dist/src/index.js"
)

# In: NAME COMMIT MAIN. Out: the file that node runs; fails where it cannot be had.
action_file() {
  local name=$1 commit=$2 main=$3 folder
  folder=${BENCH_ACTIONS:-$(cache_folder)/actions}/$name
  if [ -z "${BENCH_ACTIONS:-}" ] && [ ! -e "$folder/$main" ]; then
    rm -rf "$folder"
    mkdir -p "$folder"
    git -C "$folder" init --quiet
    GIT_TERMINAL_PROMPT=0 timeout 120 git -C "$folder" fetch --quiet --depth 1 "https://github.com/$name" "$commit" 2>/dev/null &&
      git -C "$folder" -c advice.detachedHead=false checkout --quiet FETCH_HEAD || return 1
  fi
  [ -e "$folder/$main" ] && printf '%s\n' "$folder/$main"
}

startup() {
  local what="start-up, \`--version\`" action name file have_files="" with
  with=(--as tidegate "$tidegate" --version --as true /bin/true)
  if have node; then
    with+=(--as node node -e 0)
    for action in "${actions[@]}"; do
      # shellcheck disable=SC2086 # three words
      file=$(action_file $action) || continue
      name=${action%% *}
      have_files+=" $name "
      with+=(--as-failing "$name" env -i "$(type -P node)" "$file")
    done
  fi
  interleave "${1:-30}" "${with[@]}"
  time_row "$what" true "\`/bin/true\`: starting anything"
  have node || { not_run "$what" "node" "no node here" && return; }
  time_row "$what" node "\`node -e 0\`: the least of an action in JavaScript"
  for action in "${actions[@]}"; do
    name=${action%% *}
    case $have_files in
      *" $name "*) time_row "$what" "$name" "$name, until it misses its runner" ;;
      *) not_run "$what" "$name" "github.com/$name could not be fetched" ;;
    esac
  done
}

start_engine() {
  [ "$(id -u)" -eq 0 ] && have docker && started=yes && "$repo_root/scripts/engine" start "${engine[@]}" &&
    "$repo_root/scripts/engine" base-image "${engine[@]}"
}

overhead() {
  local what="a build, all of it cached" bare="docker buildx build"
  start_engine >&2 || { not_run "$what" "$bare" "scripts/engine could not start an engine" && return; }
  eval "$("$repo_root/scripts/engine" env "${engine[@]}")"
  cp -r "$repo_root/scripts/demo.d/project" "$work/project"
  cd "$work/project"
  # on-fail: the gate judges as ever, but a noisy machine must not end the measurement
  interleave "${1:-20}" --as bare docker buildx build --progress=plain --tag tidegate-bench . \
    --as tidegate "$tidegate" build --on-fail warn --progress=plain --tag tidegate-bench .
  cd "$repo_root"
  row "$what (in the middle $(shown_time "$(figure tidegate 4)") more than bare)" "$(shown_time "$(figure tidegate 2)")" \
    "$bare" "$(shown_time "$(figure bare 2)")" "$(ratio 1 "$(figure tidegate 3)")"
}

# In: RECORDING PATTERN MB; one build as long as that: what its steps said between start and end comes again and again.
lengthened() {
  awk -v pattern="$2" -v most=$(($3 * 1000000)) '
    { line[NR] = $0 }
    $0 ~ pattern { said = said $0 "\n"; middle = NR }
    END {
      for (i = 1; i <= middle; i++) print line[i]
      for (size = length(said); size < most; size += length(said)) printf "%s", said
      for (i = middle + 1; i <= NR; i++) print line[i]
    }' "$1"
}

decode() {
  local size=${1:-200} data=$repo_root/tests/data raw=$work/raw.jsonl plain=$work/plain.log what
  say "making two logs of $size MB"
  grep '^{' "$data/rawjson/cold-multi-stage.jsonl" >"$work/recorded"
  lengthened "$work/recorded" '"(logs|statuses)"' "$size" >"$raw"
  lengthened "$data/plain/cold.log" '^#[0-9]+ [0-9]+[.][0-9]+ ' "$size" >"$plain"
  what="$size MB of rawjson, \`observe --rawjson\`"
  local ours=("$tidegate" observe --rawjson "$raw" --format json)
  interleave 5 --as tidegate "${ours[@]}" --as jq jq empty "$raw" --as cat cat "$raw"
  time_row "$what" jq "\`jq empty\`"
  time_row "$what" cat "\`cat\`: the bare read"
  peak_row "$what" "\`jq empty\`" "${ours[@]}" -- jq empty "$raw"
  interleave 5 --as tidegate "$tidegate" observe --log "$plain" --format json --as cat cat "$plain"
  time_row "$size MB of a plain log, $(wc -l <"$plain") lines, \`observe --log\`" cat "\`cat\`: the bare read"
  rm -f "$raw" "$plain"
}

query() {
  local events=${1:-1000000} log=$work/.tidegate/events/2026-10.jsonl what found
  say "making a log of $events events"
  python3 "$repo_root/scripts/bench.d/make_log.py" "$events" "$work/.tidegate/events"
  what="\`events query\`, $events events, $(($(stat -c %s "$log") / 1000000)) MB"
  cd "$work"
  local ours=("$tidegate" events query --type deployment --key metadata.success=false --format json)
  local jq=(jq -c 'select(.event_type == "deployment" and .metadata.success == false)' "$log")
  local python=(python3 "$repo_root/scripts/bench.d/query.py" "$log")
  found=$("${ours[@]}" | jq .count)
  if [ "$("${jq[@]}" | wc -l)" != "$found" ] || [ "$("${python[@]}" | wc -l)" != "$found" ]; then
    die "jq and Python do not find the $found events that tidegate finds"
  fi
  interleave 5 --as tidegate "${ours[@]}" --as jq "${jq[@]}" --as Python "${python[@]}" --as cat cat "$log"
  time_row "$what" jq
  time_row "$what" Python "Python, \`json.loads\` line by line"
  time_row "$what" cat "\`cat\`: the bare read"
  peak_row "$what" jq "${ours[@]}" -- "${jq[@]}"
  cd "$repo_root"
  rm -f "$log"
}

made_up_series() {
  python3 - "$1" <<'END'
import json, random, sys
chance = random.Random(1)
print(json.dumps({"series": "made up", "values": [100 * chance.lognormvariate(0, 0.05) for _ in range(int(sys.argv[1]))]}))
END
}

# One series that is judged value by value, and one analysis of the same values by Otava; each with its process.
verdict() {
  local values=${1:-10000} series=$work/series.jsonl otava what
  what="a series of $values values, each judged, \`gate backtest\`"
  made_up_series "$values" >"$series"
  local ours=("$tidegate" gate backtest "$series" --format json --confirm-with-next)
  otava=$(cd "$repo_root/scripts" && python3 -c '
import pathlib, sys
from evaluation import rules
print(rules.otava_python(pathlib.Path(sys.argv[1]) / "tools"))' "$(cache_folder)" 2>"$work/why") || otava=""
  if [ -z "$otava" ]; then
    interleave 20 --as tidegate "${ours[@]}" --as python python3 -c 0
    time_row "$what" python "\`python3 -c 0\`: the least of a program in Python"
    not_run "$what" Otava "pip could not install it"
    return
  fi
  interleave 5 --as tidegate "${ours[@]}" --as Otava "$otava" -c "
import json, sys
from otava.analysis import compute_change_points
compute_change_points(json.load(open(sys.argv[1]))['values'], window_len=50, max_pvalue=0.001, min_magnitude=0.0)" "$series"
  time_row "$what" Otava "Otava, once over all of them"
}

# In: WHAT NAME OTHER, and the arguments of sharing.sh.
sharing() {
  local what=$1 name=$2 other=$3 status=0
  shift 3
  TEST_PROGRAM=$tidegate STANDIN_BINARY=$repo_root/build/github_standin \
    "$repo_root/scripts/bench.d/sharing.sh" "$@" >"$work/figures" || status=$?
  case $status in
    0) time_row "$what" "$name" "$other" ;;
    77) not_run "$what" "$other" "$(sed -n 's/^not run: //p' "$work/figures")" ;;
    *) die "sharing.sh $* failed" ;;
  esac
}

publish() {
  sharing "one more event on the branch, \`events append\` and \`events publish\`" git "\`git\`: clone, commit, push" publish "${1:-10}"
}

sync() {
  sharing "${1:-400} runs with their jobs, \`history sync\`" curl "\`curl\` with the same requests, nothing kept" sync "${1:-400}"
}

size() {
  local what="the program, stripped" ours theirs
  have node || { not_run "$what" node "no node here" && return; }
  ours=$(stat -c %s "$tidegate")
  theirs=$(stat -Lc %s "$(type -P node)")
  row "$what" "$(shown_megabytes "$ours")" "node" "$(shown_megabytes "$theirs")" "$(ratio "$theirs" "$ours")"
}
