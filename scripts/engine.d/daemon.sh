# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# shellcheck disable=SC2154 # scripts/engine and the files beside this one set the other variables
# A private engine's life: paths, start, stop, and the proof that nothing is left.

# Everything of an engine is in one folder, and its id is made from that folder's path: two clones never meet.
engine_paths() {
  engine_name=$1
  engine_folder=$repo_root/build/engine/$engine_name
  engine_id=$(printf '%s' "$engine_folder" | sha256sum | cut -c1-8)
  bridge=tg$engine_id
  chain=TIDEGATE-$engine_id
  cgroup=tidegate-$engine_id
  engine_log=$engine_folder/dockerd.log
  run_folder=$engine_folder/run
  # The kernel takes no path of a socket that is longer than 107 bytes.
  [ ${#run_folder} -le 90 ] || run_folder=/run/tidegate-engine/$engine_id
  socket=$run_folder/docker.sock
}

# The 22nd field: when the process began. With it a pid that the kernel has given to somebody else is not ours.
# The name in the second field may hold anything, so counting starts behind its last parenthesis.
process_start() { sed -E 's/.*\) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# Sets engine_pid, the process that holds the engine's namespaces together.
engine_is_alive() {
  local begun
  read -r engine_pid begun 2>/dev/null <"$engine_folder/pid" || return 1
  [ -n "$begun" ] && [ "$(process_start "$engine_pid")" = "$begun" ]
}

private_docker() {
  DOCKER_HOST=unix://$socket DOCKER_CONFIG=$engine_folder/config DOCKER_CONTEXT='' \
    "$engine_folder/bin/docker" "$@"
}
engine_answers() { private_docker version >/dev/null 2>&1; }

# dockerd, containerd and the shims inherit a mark. Processes of containers do not, but they are in the same process
# namespace, and the kernel lets its init end only after it has killed all the others.
engine_mark() { printf 'TIDEGATE_ENGINE_ID=%s' "$engine_id"; }
engine_processes() { grep -slzxF "$(engine_mark)" /proc/[0-9]*/environ | cut -d/ -f3 || true; }

engine_leftovers() {
  local pids
  pids=$(engine_processes | tr '\n' ' ')
  [ -z "$pids" ] || echo "processes $pids"
  grep -F " $engine_folder/" /proc/self/mountinfo | awk '{ print "mount " $5 }' || true
  ! bridge_is_there || echo "bridge $bridge"
  user_bridges | sed 's/^/bridge /'
  ! { chain_is_there filter || chain_is_there nat; } || echo "iptables chain $chain"
  [ ! -e "$socket" ] || echo "socket $socket"
  find /sys/fs/cgroup -maxdepth 2 -type d -name "$cgroup" -printf 'cgroup %p\n' 2>/dev/null || true
}

# Only links to the client programs: other programs of that root need a newer C library than the machine may have.
write_client_folder() {
  local plugin
  mkdir -p "$engine_folder"/{bin,config/cli-plugins,mnt,data} "$run_folder"
  ln -sfn "$root_folder/usr/bin/docker" "$engine_folder/bin/docker"
  for plugin in "$root_folder"/usr/libexec/docker/cli-plugins/*; do
    ln -sfn "$plugin" "$engine_folder/config/cli-plugins/${plugin##*/}"
  done
}

# A build gets the machine's proxies as build arguments, which leave no trace in the image.
write_proxies() {
  local name value list=()
  for name in http https no; do
    value=${name}_proxy
    value=${!value:-}
    [ -z "$value" ] || [[ $value == *[\"\\]* ]] || list+=("\"${name}Proxy\":\"$value\"")
  done
  (umask 077 && printf '{"proxies":{"default":{%s}}}\n' "$(IFS=, && echo "${list[*]}")" >"$engine_folder/config/config.json")
}

launch() {
  local options=(--host unix:///engine-run/docker.sock --group root --label "$engine_label=$engine_id"
    --pidfile /run/docker.pid --exec-root /run/docker --data-root /var/lib/docker
    --feature containerd-snapshotter=true --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "/$cgroup"
    --bridge "$bridge" --mtu "$(mtu_of "$bridge")"
    --iptables=false --ip6tables=false --ip-forward=false)
  # overlayfs does not stack on overlayfs, which the file system of a container is.
  [ "$(stat -f -c %T "$engine_folder/data")" != overlayfs ] || options+=(--storage-driver native)
  [ ! -e "$engine_log" ] || mv "$engine_log" "$engine_log.before"
  rm -f "$socket"
  local name environment=("$(engine_mark)" PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root)
  for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
    [ -z "${!name:-}" ] || environment+=("$name=${!name}")
  done
  # The caller's tokens are no business of a daemon, and the locks (7, 8, 9) must not live as long as it does.
  setsid env -i "${environment[@]}" unshare --mount --pid --fork --kill-child --propagation private \
    "$repo_root/scripts/engine.d/inside" "$root_folder" "$engine_folder" "$run_folder" "${options[@]}" \
    </dev/null >"$engine_log" 2>&1 7>&- 8>&- 9>&- &
  engine_pid=$!
  printf '%s %s\n' "$engine_pid" "$(process_start $engine_pid)" >"$engine_folder/pid"
  disown
}

answers_or_is_dead() { engine_answers || ! engine_is_alive; }

start_private() {
  remove_remains
  ensure_engine_root
  write_client_folder
  write_proxies
  network_up
  launch
  wait_until 60 answers_or_is_dead && engine_answers && return
  tail -n 20 "$engine_log" >&2
  stop_private
  die "dockerd did not come up (above: the end of $engine_log)"
}

no_engine_processes() { [ -z "$(engine_processes)" ]; }

end_processes() {
  local init
  if engine_is_alive; then
    init=$(pgrep -P "$engine_pid" || true)
    # shellcheck disable=SC2086 # none or one
    [ -z "$init" ] || kill -TERM $init 2>/dev/null || true
    wait_until 20 no_engine_processes || say "dockerd ignores the request to end; ending it by force"
    kill -KILL "$engine_pid" 2>/dev/null || true
  fi
  local pid
  for pid in $(engine_processes); do kill -KILL "$pid" 2>/dev/null || true; done
  wait_until 10 no_engine_processes || die "processes do not end: $(engine_processes | tr '\n' ' ')"
}

# After an orderly end as well as after kill -9 or a crash of the machine.
remove_remains() {
  network_down
  find /sys/fs/cgroup -depth -type d -path "*/$cgroup*" -exec rmdir {} + 2>/dev/null || true
  rm -f "$socket" "$engine_folder/pid"
  [ "${run_folder#/run/}" = "$run_folder" ] || rmdir "$run_folder" 2>/dev/null || true
}

stop_private() {
  end_processes
  remove_remains
  local left
  left=$(engine_leftovers)
  [ -z "$left" ] || die "left behind: $left"
}
