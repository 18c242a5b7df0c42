#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# actionlint, zizmor and yamllint over the action and every workflow of the repository.
# `lint.sh actionlint|zizmor|yamllint`.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
. "$(dirname "$0")/lib.sh"

actionlint_version=1.7.12
zizmor_version=1.30.0

workflows=()
for file in "$repo_root"/workflows/*.yml "$repo_root"/.github/workflows/*.yml; do
  [ -e "$file" ] && workflows+=("$file")
done

lint_with_actionlint() {
  local program
  program=$(go_tool actionlint github.com/rhysd/actionlint/cmd/actionlint "$actionlint_version") || exit
  # This version does not know `$/`, the action of the same repository and commit (rhysd/actionlint#711).
  "$program" -shellcheck "$(command -v shellcheck || true)" -ignore 'specifying action "\$/" in invalid format' \
    "${workflows[@]}" "$repo_root"/tests/runner/workflow/*.yml
}

lint_with_zizmor() {
  local program
  program=$(pip_tool zizmor "$zizmor_version") || exit
  "$program" --offline --no-progress --persona pedantic --no-config --strict-collection \
    "$repo_root/action.yml" "$repo_root/.github/actions/runtime/action.yml" "${workflows[@]}"
}

lint_with_yamllint() {
  have yamllint || not_run "no yamllint; run scripts/setup --check"
  yamllint --strict -c "$repo_root/.yamllint.yml" "$repo_root/action.yml" "$repo_root/.github" "${workflows[@]}"
}

case ${1:-} in
  actionlint | zizmor | yamllint) "lint_with_$1" ;;
  *) echo "usage: lint.sh actionlint|zizmor|yamllint" >&2 && exit 2 ;;
esac
