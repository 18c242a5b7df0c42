#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The rule over series of the past: damaged rows are told with their place, the rest is judged, nothing is written.
. "$(dirname "$0")/common.sh"

row() { jq -nc --arg name "$1" '{series: $name, values: ([range(30) | 100 + (. * 7 % 5)] + [range(10) | 130 + (. % 3)])}'; }
red() { jq -sc 'map(.red)' "$out"; }

row steps >good.jsonl
run 0 gate backtest good.jsonl --format json --confirm-with-next
same "red builds" "$(red)" "[[30,31,32,33,34,35,36,37,38,39]]"
same "learning" "$(jq .learning "$out")" 15
jq -nc '{series: "drift", values: [range(300) | (100 + (. * 7 % 5)) * (1 + . * 0.4 / 300)]}' >drift.jsonl
run 0 gate backtest drift.jsonl --format json
same "slow rises" "$(jq -c '[(.red | length), (.creep | length)]' "$out")" "[0,1]"
run 0 gate backtest good.jsonl --confirm-with-next
has "$out" "this gate can see +" "a plain series: only 26 past builds" "still red" "25 values judged in 1 series: 10 red in 1 episode, 0 inconclusive"
run 0 gate backtest good.jsonl --profile lenient --confirm-with-next
[ ! -e .tidegate ] || fail "looking at files made a history"

{ row one && echo '{"series": "cut", "values": [1, 2' && echo && row two && echo '{"series": "b", "values": [1], "hosts": []}'; } >mixed.jsonl
printf '{"series":"c","values":[1,2],"hosts":["x"]}' >>mixed.jsonl
run 3 gate backtest mixed.jsonl --format json
same "rows that were judged" "$(jq -r .series "$out" | tr '\n' ' ')" "one two b "
has "$err" "mixed.jsonl:2: not JSON: it is cut off at its end" 'mixed.jsonl:6: "hosts" has 1 entries for 2 values' "2 parts of the input could not be read; 3 rows judged"

run 3 gate backtest nowhere.jsonl good.jsonl --format json
has "$err" "nowhere.jsonl"
same "the file that is there" "$(jq -r .series "$out")" steps
: >empty.jsonl
run 3 gate backtest empty.jsonl
has "$err" "there is no series in it"
printf '\n  \n' >blank.jsonl
run 3 gate backtest blank.jsonl
has "$err" "there is no series in it"
mkdir folder
run 3 gate backtest folder good.jsonl --format json
has "$err" "folder"
same "beside a folder" "$(jq -r .series "$out")" steps
{ printf '{"series":"huge","values":[' && head -c 100000000 /dev/zero | tr '\0' 1 && printf ']}\n' && row after; } >huge.jsonl
run 3 gate backtest huge.jsonl --format json
has "$err" "huge.jsonl:1: longer than"
same "after a huge line" "$(jq -r .series "$out")" after
{ row first && printf '{"series": "second", "values": [1.5, 1.6, 1.'; } >cut.jsonl
run 3 gate backtest cut.jsonl --format json
has "$err" "cut.jsonl:2: not JSON: it is cut off at its end"
same "before a line that is cut" "$(jq -r .series "$out")" first
head -c 5000 /dev/urandom >noise.jsonl
run 3 gate backtest noise.jsonl good.jsonl --format json
same "beside noise" "$(jq -r .series "$out")" steps

# What is strange and can be judged is told, and judged.
{
  jq -nc '{series: "strange", values: ([range(20) | 100 + . % 3] + [0, -5, null, "7", [8], true] + [range(9) | 100 + . % 3])}'
  echo '{"series": "python", "values": [1, NaN, Infinity, -Infinity, 1e999, 2]}'
} >strange.jsonl
run 0 gate backtest strange.jsonl --format json
has "$err" "strange.jsonl:1: 6 of 35 values are left out, as they are no positive number; the first is number 21" \
  "strange.jsonl:2: 4 of 6 values are left out"
same "judged and learning" "$(jq -c '[.judged, .learning]' "$out" | tr '\n' ' ')" "[14,15] [0,2] "
for key in timestamps hosts confirmations; do
  { printf '{"series":"short","values":[1,2,3],"%s":[1,2]}\n' $key && row after; } >unequal.jsonl
  run 3 gate backtest unequal.jsonl --format json
  has "$err" "unequal.jsonl:1: \"$key\" has 2 entries for 3 values"
  same "after unequal $key" "$(jq -r .series "$out")" after
done
{
  echo '{"series":"clock","values":[1,2,3,4],"timestamps":["2026-01-03T00:00:00Z","2026-01-04T00:00:00Z","1970-01-01T00:00:00Z","2026-01-05T00:00:00Z"]}'
  row twice
  row twice
} >order.jsonl
run 0 gate backtest order.jsonl --format json
has "$err" "order.jsonl:1: the clock goes back 1 time, first at timestamp 3; judged in the order of the row" \
  'order.jsonl:3: "twice" is also the series of order.jsonl:2; each row is judged alone'
same "rows in any order" "$(jq -r .series "$out" | tr '\n' ' ')" "clock twice twice "
for _ in $(seq 1000); do cat good.jsonl; done >thousand.jsonl
run 0 gate backtest thousand.jsonl --format json
same "a thousand series" "$(wc -l <"$out")" 1000
has "$err" "979 more like these"
same "notes" "$(wc -l <"$err")" 21

run 2 gate --commit 1234567 backtest good.jsonl
# shellcheck disable=SC2016 # no command
has "$err" '--commit belongs to `tidegate gate`, and `tidegate gate backtest` would not heed it' "tidegate gate backtest --help"
run 2 gate --format json --max-build-time 3s backtest good.jsonl
[ ! -s "$out" ] || fail "judged in spite of a wrong usage"
run 2 gate backtest good.jsonl --commit 1234567
has "$err" "--commit"
run 2 gate backtest good.jsonl --profile loud
has "$err" "default, lenient, strict"
"$tidegate" gate backtest - --format json <good.jsonl >"$out" || fail "standard input"
same "standard input" "$(jq -r .series "$out")" steps
