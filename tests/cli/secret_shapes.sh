#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What has the shape of a credential, or stands in a variable that is called one, leaves in no file and no output, wherever
# it came in and though nobody told of it.
. "$(dirname "$0")/common.sh"

in_actions
random_word() { head -c 400 /dev/urandom | base64 -w 0 | tr -dc 'A-Za-z0-9' | head -c "$1"; }
secrets=("ghp_$(random_word 36)" "ghs_$(random_word 36)" "github_pat_$(random_word 60)" "AKIA$(random_word 20 | tr '[:lower:]' '[:upper:]')"
  "eyJ$(random_word 20).eyJ$(random_word 30).$(random_word 40)" "user:$(random_word 20)@")
# By the name of its variable alone.
MY_SECRET="a plain word $(random_word 6)" NPM_AUTH_TOKEN=$(tr '[:upper:]' '[:lower:]' <<<"$(random_word 13)")
export MY_SECRET NPM_AUTH_TOKEN
secrets+=("$MY_SECRET" "$NPM_AUTH_TOKEN")
planted="$MY_SECRET, $NPM_AUTH_TOKEN; ${secrets[0]} (${secrets[1]}) ${secrets[2]} id=${secrets[3]} \"${secrets[4]}\" https://${secrets[5]}example.com/x.git"
{
  step "[1/2] FROM debian"
  step "[2/2] RUN deploy $planted" "$planted\n"
  echo "WARNING: $planted"
  echo "ERROR: failed to build: failed to solve: process \"deploy $planted\" did not complete successfully: exit code: 1"
} >"$work/stream"
git init -q . && git remote add origin "https://${secrets[5]}example.com/x.git"
for status in 0 1; do
  replay "$work/stream" "$status"
  for format in text json; do
    run $((status * 4)) build --gate off --format "$format" --build-arg "A=$planted" --label "b=$planted" --tag x:1 .
    run 0 events append --type thing --metadata "$(jq -nc --arg p "$planted" '{($p): [$p]}')"
    rm -rf .git/config.lock
    for value in "${secrets[@]}"; do
      if grep -raF --exclude-dir=.git -e "$value" "$work"/{project,tmp,home,cache,output,summary.md}; then fail "'$value' is stored"; fi
    done
  done
done
