#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A branch, or a slip of the pen, names a file that is no history: it stays as it is, whatever command comes by.
. "$(dirname "$0")/common.sh"

replay cached-all
run 0 build .
victims=$work/victims
mkdir "$victims"
echo precious >"$victims/text"
: >"$victims/empty"
sqlite3 "$victims/theirs.db" "CREATE TABLE t (x); INSERT INTO t VALUES (randomblob(9000))"
truncate -s 5000 "$victims/theirs.db"
sha256sum "$victims"/* >"$work/before"
untouched() {
  sha256sum "$victims"/* | diff "$work/before" - || fail "a file was touched by $*"
}

commands=("gate" "history stats" "history rebuild" "history sync --repository o/r")
for command in "${commands[@]}"; do
  for name in text theirs.db; do
    # shellcheck disable=SC2086 # words of a command line
    run 3 $command --store "$victims/$name"
    has "$err" "$victims/$name is no history of tidegate" "hint: name another file"
    untouched "$command --store $name"
  done
done

for suffix in "" -journal -wal -shm; do
  for name in text empty theirs.db missing; do
    for command in "${commands[@]}"; do
      [ "$command$suffix$name" != "history statsmissing" ] || continue # nothing is there, and it makes nothing
      rm -f "$db$suffix"
      ln -s "$victims/$name" "$db$suffix"
      # shellcheck disable=SC2086 # words of a command line
      run 3 $command
      has "$err" "is a symbolic link" "hint: remove it"
      [ -L "$db$suffix" ] || fail "the link is gone after $command"
      untouched "$command with a link to $name in the place of history.db$suffix"
    done
    run 0 build . # the history is a side matter: the build goes on, and says what is wrong
    has "$err" "is a symbolic link"
    untouched "build with a link to $name in the place of history.db$suffix"
    rm "$db$suffix"
  done
  run 0 gate
done
