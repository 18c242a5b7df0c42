#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# init writes what is missing and touches nothing that is there; links lead nowhere; no file is there in part.
. "$(dirname "$0")/common.sh"

action=octo/tidegate@0123456789abcdef0123456789abcdef01234567
all='.github/tidegate.yml .github/workflows/tidegate-comment.yml .github/workflows/tidegate-release.yml .github/workflows/tidegate-trend.yml .github/workflows/tidegate.yml '
files() { find .github -type f -printf '%p\n' 2>/dev/null | sort | tr '\n' ' '; }
states() { jq -r '[.files[].state] | join(" ")' "$out"; }

run 2 init
has "$err" "not in a Git repository"

git init --quiet .
mkdir deeper
cd deeper
run 0 init --dry-run --format json
same "what a dry run says" "$(states)" "missing missing missing missing missing"
cd ..
same "what a dry run writes" "$(files)" ""

mkdir .github
echo 'mine: true' >.github/tidegate.yml
cd deeper
run 0 init --format json --action "$action"
same "what is there is left and named" "$(states)" "exists written written written written"
same "it says that the workflows can run" "$(jq -r '.placeholder' "$out")" false
cd ..
same "the files" "$(files)" "$all"
same "the file that was there" "$(cat .github/tidegate.yml)" "mine: true"
same "what the workflows use" "$(grep -h tidegate@ .github/workflows/* | sed 's/.*uses: //; s/ #.*//' | sort -u)" "$action"
lacks .github/workflows/tidegate.yml "Starter workflow" OWNER
same "nothing of the work is left" "$(find . -name '.*.*.*' | wc -l)" 0
sum=$(cat .github/workflows/* | sha256sum)
run 0 init
has "$out" ".github/workflows/tidegate.yml: exists, left as it is"
lacks "$out" "next:"
same "a second time" "$(cat .github/workflows/* | sha256sum)" "$sum"

rm -r .github
run 0 init --only config --only observe
same "the files" "$(files)" ".github/tidegate.yml .github/workflows/tidegate-observe.yml "
has "$out" "the workflows cannot run before OWNER/tidegate@0000000000000000000000000000000000000000"
has .github/workflows/tidegate-observe.yml "Replace OWNER"
run 0 history rebuild # it takes the configuration

rm -r .github
mkdir ../elsewhere
ln -s ../elsewhere .github
run 3 init
has "$err" "/.github: a symbolic link or no folder"
run 3 init --dry-run
rm .github
mkdir .github
ln -s ../../elsewhere .github/workflows
run 3 init --only build
ln -s ../../elsewhere/file .github/tidegate.yml
run 0 init --only config
has "$out" "tidegate.yml: exists"
same "nothing elsewhere" "$(find ../elsewhere | wc -l)" 1

run 2 init --only everything
has "$err" '"everything" is unknown' 'config, build, comment'
for wrong in tidegate octo/tidegate octo/tidegate@v1 "octo/tidegate@${action##*@}0" "../x@${action##*@}" "a/b c@${action##*@}"; do
  run 2 init --action "$wrong"
  has "$err" "is not OWNER/REPOSITORY@COMMIT"
done
