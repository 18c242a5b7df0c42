#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The released programs where nothing of this machine is: bare roots of Debian 11, 12, 13 and sid and an empty one, with
# resolver settings that load modules of the root's own libc; for arm64 under qemu. TLS and names: server.py, in a network
# of its own. smoke.sh [amd64|arm64 ...]; the programs are in build/release-files, the roots in the cache folder.
# Prints a table; exit 0 all passed, 1 something failed, 77 `not run: WHY`.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/../support/checks.sh"
. "$repo_root/scripts/engine.d/machine.sh"
. "$repo_root/scripts/engine.d/roots.sh"

suites=(bullseye bookworm trixie sid)
data=$repo_root/tests/data
token=s3cret-token-of-the-job
files=${RELEASE_FILES:-$repo_root/build/release-files}

# A root is only ever read; what a run writes is in a file system of its own, at /smoke.

make_bare_root() {
  bootstrap "root of $suite" "$1" "$suite"
  mkdir -p "$1/smoke"
}

ensure_roots() {
  need_mirror
  for suite in "${suites[@]}"; do
    (make_once "$(roots_folder)/bare-$suite" make_bare_root) || say "not run: no root of $suite can be made here"
  done
}

make_certificates() {
  local names='subjectAltName=DNS:api.smoke.test'
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1/ca.key" -out "$1/ca.pem" -days 2 -subj /CN=smoke-ca \
    -addext basicConstraints=critical,CA:TRUE 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -keyout "$1/server.key" -out "$1/server.csr" -subj /CN=api.smoke.test 2>/dev/null
  openssl x509 -req -in "$1/server.csr" -CA "$1/ca.pem" -CAkey "$1/ca.key" -CAcreateserial -days 2 -out "$1/server.pem" \
    -extfile <(printf '%s\n' "$names") 2>/dev/null
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1/other.key" -out "$1/other.pem" -days 2 -subj /CN=nobody 2>/dev/null
}

start_servers() {
  ip link set lo up
  export STANDIN_DIR=$work/standin
  "$repo_root/tests/github/standin.sh" start >"$work/standin.json" || not_run "the stand-in for GitHub is not built; run scripts/build --standin"
  post repositories '{"name":"o/r","private":true}'
  post tokens "$(jq -nc --arg token "$token" '{$token, name: "job", permissions: {contents: "write", actions: "read"}}')"
  post runs '{"repository":"o/r","generate":{"count":3,"jobs":1,"steps":2,"first":"2026-11-20T10:00:00Z","spacing_s":60}}'
  python3 "$repo_root/tests/release/server.py" "$work/server.pem" "$work/server.key" "$(jq .port "$work/standin.json")" "$work/port" &
  server=$!
  wait_until 20 test -s "$work/port" || die "the TLS server did not start"
  api=https://api.smoke.test:$(cat "$work/port")
}

post() { "$repo_root/tests/github/standin.sh" post "/_control/$1" <<<"$2" >/dev/null; }

clean_up() {
  [ -z "${server:-}" ] || kill "$server" 2>/dev/null || true
  [ -z "${STANDIN_DIR:-}" ] || "$repo_root/tests/github/standin.sh" stop || true
  umount -l "$work/root" 2>/dev/null || true
  rm -rf "$work"
}

# enter ROOT ARCHITECTURE: $work/root is the root (copied on write), with the program and the data at /smoke.
enter() {
  mkdir -p "$work/root" "$work/layers"
  umount -l "$work/root" 2>/dev/null || true
  mount -t tmpfs tmpfs "$work/layers"
  mkdir -p "$work/layers"/{upper,work,none}
  local lower=$1
  [ "$lower" != empty ] || lower=$work/layers/none
  mount -t overlay overlay -o "lowerdir=$lower,upperdir=$work/layers/upper,workdir=$work/layers/work" "$work/root"
  mkdir -p "$work/root/smoke"
  cp "$files/tidegate-linux-$2" "$work/root/smoke/tidegate"
  cp "$data/rawjson/cold-multi-stage.jsonl" "$data/plain/cold.log" "$work/ca.pem" "$work/other.pem" "$work/root/smoke/"
  mkdir "$work/root/smoke/many" # several blocks for several threads
  seq 20000 | sed 's/.*/{"event_type":"thing","timestamp":"2026-10-01T00:00:00Z","id":"&","metadata":{"some":"more text"}}/' \
    >"$work/root/smoke/many/2026-10.jsonl"
  printf '{"event_type":"thing","timestamp":"2026-10-01T00:00:00Z","id":"\xff"}\n' >>"$work/root/smoke/many/2026-10.jsonl"
  printf '{"series":"a","values":[%s1]}\n' "$(printf '100,101,99,%.0s' {1..20})" >"$work/root/smoke/series.jsonl"
  runner=()
  if [ "$2" = arm64 ]; then
    cp "$(command -v qemu-aarch64-static)" "$work/root/smoke/qemu"
    runner=(/smoke/qemu)
  fi
}

# tg ARGS..: the program in the root, in /smoke/job; variables in `settings`.
settings=()
tg() {
  env -i PATH=/none HOME=/smoke/home TMPDIR=/smoke GITHUB_REPOSITORY=o/r GITHUB_TOKEN="$token" GITHUB_SERVER_URL="$api" GITHUB_API_URL="$api" \
    SSL_CERT_FILE=/smoke/ca.pem "${settings[@]}" \
    /usr/sbin/chroot "$work/root" "${runner[@]}" /smoke/tidegate "$@" >"$work/out" 2>"$work/err" </dev/null
}

says() { grep -qF -- "$1" "$work/out" "$work/err"; }
local_set() {
  local place=(--events-dir /smoke/events --store /smoke/history.db)
  result version 'tg --version && says tidegate'
  result help 'tg --help && says Subcommands'
  result rawjson 'tg observe --rawjson /smoke/cold-multi-stage.jsonl --format json && says \"steps\"'
  result log 'tg observe --log /smoke/cold.log --format json && says \"steps\"'
  result backtest 'tg gate backtest /smoke/series.jsonl'
  result append "tg events append --type thing --metadata '{\"a\":1}' ${place[*]:0:2}"
  result query "tg events query --type thing --format json ${place[*]} && says '\"a\":1'"
  result search 'tg events query --type thing --format json --events-dir /smoke/many && says "\"count\":20000,\"passed_over\":1"'
  result store "tg history rebuild --format json ${place[*]}"
}

sync_works() { rm -f "$work/root/smoke/sync.db"* && tg history sync --store /smoke/sync.db --format json --since 2026-11-01; }
refused() { if sync_works; then return 1; fi; says "$1"; }

network_set() {
  local etc=$work/root/etc sources source
  mkdir -p "$etc" "$work/root/usr/lib/ssl"
  printf 'nameserver 127.0.0.1\n' >"$etc/new" && mv -f "$etc/new" "$etc/resolv.conf"
  sources=("files dns" "dns" "compat hesiod files dns" "files mdns4_minimal myhostname resolve dns" "nis db [!UNAVAIL=return] dns files")
  for source in "${sources[@]}"; do
    printf 'passwd: compat systemd\nhosts: %s\n' "$source" >"$etc/nsswitch.conf"
    result "dns:${source// /,}" sync_works
  done
  printf 'hosts: files\n' >"$etc/nsswitch.conf"
  result no-name 'refused resolve'
  printf '127.0.0.1 api.smoke.test\n' >"$etc/hosts"
  result hosts-file sync_works
  result git-push 'tg events publish --events-dir /smoke/events --store /smoke/history.db'
  printf 'openssl_conf = a\n[a]\nproviders = b\n[b]\nnone = c\n[c]\nactivate = 1\nmodule = /none.so\n' >"$work/root/usr/lib/ssl/openssl.cnf"
  result openssl.cnf sync_works
  settings=(SSL_CERT_FILE=/smoke/other.pem)
  result unknown-ca 'refused /smoke/other.pem'
  settings=(SSL_CERT_FILE=)
  rm -f "$work/root/etc/ssl/certs/ca-certificates.crt"
  result no-ca 'refused /etc/pki/tls/certs/ca-bundle.crt'
  settings=()
}

# result WHAT COMMAND: one cell of the table.
result() {
  trials=$((trials + 1))
  if eval "$2"; then return; fi
  failures=$((failures + 1))
  lost+=" $1"
  { echo "--- $where: $1" && tail -n 5 "$work/out" "$work/err"; } >&2
}

smoke() {
  local root=$1 architecture=$2 trials=0 lost="" before=$failures
  where="$root $architecture"
  local folder=$root
  [ "$root" = empty ] || folder=$(roots_folder)/bare-$root
  if [ ! -e "$files/tidegate-linux-$architecture" ]; then
    printf '%-10s %-6s not run: no tidegate-linux-%s; run scripts/release\n' "$root" "$architecture" "$architecture"
  elif [ "$root" != empty ] && [ ! -d "$folder" ]; then
    printf '%-10s %-6s not run: no such root could be made\n' "$root" "$architecture"
  elif [ "$architecture" = arm64 ] && ! have qemu-aarch64-static; then
    printf '%-10s %-6s not run: no qemu-aarch64-static; install qemu-user-static\n' "$root" "$architecture"
  else
    enter "$folder" "$architecture"
    local_set
    network_set
    umount -l "$work/root" "$work/layers"
    printf '%-10s %-6s %2d of %2d passed%s\n' "$root" "$architecture" $((trials - failures + before)) "$trials" "${lost:+; failed:$lost}"
  fi
}

main() {
  local architectures=("$@") architecture root
  [ $# -gt 0 ] || architectures=(amd64 arm64)
  [ "$(id -u)" -eq 0 ] || not_run "chroot wants root"
  have jq python3 openssl ip unshare debootstrap || not_run "no jq, python3, openssl, ip, unshare or debootstrap; run scripts/setup"
  [ -e "$files" ] || not_run "nothing was released here; run scripts/release"
  if [ -z "${TIDEGATE_SMOKE:-}" ]; then
    ensure_roots
    TIDEGATE_SMOKE=1 exec unshare --net --mount --propagation private "$0" "$@"
  fi
  work=$(mktemp -d "${TMPDIR:-/tmp}/tidegate-smoke-XXXXXX")
  trap clean_up EXIT
  make_certificates "$work"
  start_servers
  for architecture in "${architectures[@]}"; do
    for root in "${suites[@]}" empty; do smoke "$root" "$architecture"; done
  done
  [ "$failures" = 0 ]
}

main "$@"
