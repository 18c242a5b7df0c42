#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A cancelled job as the runner does it: SIGINT at a random moment, SIGTERM 7.5 s later, SIGKILL 2.5 s after that, with a
# docker that takes the first signal as its end, one that lingers, and one that does not react at all. All trials at once,
# on one database. Nobody is left for the SIGKILL, and each build that was begun has one event that says canceled.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../github/events_lib.sh"
. "$(dirname "$0")/tally.sh"
. "$(dirname "$0")/recorded.sh"

to_term=7.5 to_kill=2.5
trials=$(rounds 12)

# The stand-in for docker: it says that it has begun, then is deaf to signals in its own way.
write_docker() {
  cat >"$scratch/bin/docker" <<'END_OF_DOCKER'
#!/usr/bin/env bash
[ "${1:-} ${2:-}" = "buildx build" ] || exit 1
case $DEAF in
  0) trap 'exit 1' INT TERM ;;
  1) trap 'sleep 3; exit 1' INT; trap 'exit 1' TERM ;;
  2) trap '' INT TERM ;;
esac
: >"$BEGUN"
head -n 3 "$FAKE_RECORDING" >&2
while :; do sleep 0.1; done
END_OF_DOCKER
  chmod +x "$scratch/bin/docker"
}

# In a subshell: the trial NUMBER; writes what is wrong, nothing where all is well.
cancelled() {
  local name=cancel-$1 pid code=0 begun
  mkdir -p "$scratch/jobs/$name"
  cd "$scratch/jobs/$name"
  printf 'FROM scratch\n' >Dockerfile
  export DEAF=$(($1 % 3)) BEGUN=$scratch/jobs/$name/begun
  env --default-signal=INT,TERM bash -c "$(declare -f exec_job); exec_job $name build --gate off --store $scratch/one.db ." >out 2>&1 &
  pid=$!
  wait_until 60 test -e "$BEGUN" || { kill -KILL "$pid"; echo "docker was never started"; return; }
  sleep "$(random 0 0.5)"
  begun=$(now)
  kill -INT "$pid"
  until ! kill -0 "$pid" 2>/dev/null || ! at_most "$(seconds_since "$begun")" "$to_term"; do sleep 0.1; done
  kill -TERM "$pid" 2>/dev/null || true
  begun=$(now)
  until ! kill -0 "$pid" 2>/dev/null || ! at_most "$(seconds_since "$begun")" "$to_kill"; do sleep 0.1; done
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || code=$?
  [ "$code" = 130 ] || echo "exit $code"
  [ "$(lines_of "$name" | jq -c 'select(.metadata.build.outcome == "canceled")' | wc -l)" = 1 ] || echo "$(lines_of "$name" | wc -l) events"
  log_is_whole "$name" || echo "a torn line"
}

prepare
replay_docker
rm "$scratch/bin/docker"
write_docker
export scratch url token tidegate
lost=0
begun=$(now)
pids=()
for ((i = 1; i <= trials; i++)); do
  (cancelled "$i" >"$scratch/wrong-$i" 2>&1) &
  pids+=($!)
  [ $((i % 12)) != 0 ] || { wait "${pids[@]}" || true; pids=(); } # so many at once
done
wait "${pids[@]}" || true
for ((i = 1; i <= trials; i++)); do
  [ ! -s "$scratch/wrong-$i" ] || is_lost "trial $i: $(paste -sd' ' "$scratch/wrong-$i"): $(tail -n 2 "$scratch/jobs/cancel-$i/out")"
done
say "all of them took $(seconds_since "$begun") s"
tally "SIGINT, 7.5 s, SIGTERM, 2.5 s, SIGKILL" "$trials" "$lost"
finish
