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
same "what a dry run says" "$(states)" "missing missing missing missing missing missing missing"
cd ..
same "what a dry run writes" "$(files)" ""
[ ! -e .dockerignore ] || fail "a dry run wrote .dockerignore"

mkdir .github
echo 'mine: true' >.github/tidegate.yml
cd deeper
run 0 init --format json --action "$action"
same "what is there is left and named" "$(states)" "exists written written written written written written"
same "it says that the workflows can run" "$(jq -r '.placeholder' "$out")" false
cd ..
same "the files" "$(files)" "$all"
same "the file that was there" "$(cat .github/tidegate.yml)" "mine: true"
same "what the workflows use" "$(grep -h tidegate@ .github/workflows/* | sed 's/.*uses: //; s/ #.*//' | sort -u)" "$action"
lacks .github/workflows/tidegate.yml "Starter workflow" OWNER
same "what is kept out of the image" "$(grep -v '^#' .dockerignore)" .tidegate/
same "what is kept out of commits" "$(grep -v '^#' .gitignore)" .tidegate/
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
lacks "$out" "add the line"
run 0 history rebuild # it takes the configuration

# What builds writes what keeps out; what is there is left, and what it lacks is told.
rm -r .github .dockerignore .gitignore
run 0 init --only config,trend
same "files that nobody asked for" "$(find . -maxdepth 1 -name '.*ignore')" ""
printf '# mine\nnode_modules\n' | tee .dockerignore >.gitignore
run 0 init --only build --format json
same "what is lacking" "$(jq -c '[.files[] | select(.lacks) | .path, .state, .lacks]' "$out")" \
  '[".dockerignore","exists",".tidegate/",".gitignore","exists",".tidegate/"]'
run 0 init --only build
has "$out" "next: add the line .tidegate/ to .dockerignore" "next: add the line .tidegate/ to .gitignore"
same "nothing was changed" "$(cat .dockerignore .gitignore | sort | uniq -c | tr -s ' \n' ' ')" " 2 # mine 2 node_modules "
printf '.tide*\n' >.dockerignore
printf '*\n!src\n' >.gitignore
run 0 init --only build
lacks "$out" "add the line"

# The branch that pull requests are compared with has the name that it has there.
commit() { git -c user.name=t -c user.email=t@example.invalid commit --quiet --allow-empty --message one; }
rm -rf .github .git
git init --quiet --initial-branch topic .
run 0 init --only build
has .github/workflows/tidegate.yml 'branches: [topic]'
has "$out" "branch whose pushes are built: topic"
commit
git update-ref refs/remotes/origin/release/1.x HEAD
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/release/1.x
rm -r .github
run 0 init --format json
same "the branch" "$(jq -r .branch "$out")" release/1.x
same "branches" "$(grep -rhF 'branches: ' .github/workflows | sort -u)" "    branches: [release/1.x]"
rm -r .github
git symbolic-ref --delete refs/remotes/origin/HEAD
git checkout --quiet --detach
run 0 init
has .github/workflows/tidegate.yml 'branches: [main]'

# Zeros of another action stay after --action, which is told.
rm -r .github
run 0 init --only observe --action "$action"
has "$out" "next: put the full id of a commit in place of the zeros of docker/build-push-action@0000000000000000000000000000000000000000"
run 0 init --only observe --action "$action"
lacks "$out" "zeros"

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
