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
has "$err" "mixed.jsonl:2: not JSON" 'mixed.jsonl:6: "hosts" has 1 entries for 2 values' "2 parts of the input could not be read; 3 rows judged"

run 3 gate backtest nowhere.jsonl good.jsonl --format json
has "$err" "nowhere.jsonl"
same "the file that is there" "$(jq -r .series "$out")" steps
: >empty.jsonl
run 3 gate backtest empty.jsonl
has "$err" "there is no series in it"
{ printf '{"series":"huge","values":[' && head -c 17000000 /dev/zero | tr '\0' 1 && printf ']}\n' && row after; } >huge.jsonl
run 3 gate backtest huge.jsonl --format json
has "$err" "huge.jsonl:1: longer than"
same "after a huge line" "$(jq -r .series "$out")" after
for _ in $(seq 1000); do cat good.jsonl; done >thousand.jsonl
run 0 gate backtest thousand.jsonl --format json
same "a thousand series" "$(wc -l <"$out")" 1000

run 2 gate backtest
run 2 gate --commit 1234567 backtest good.jsonl
has "$err" '--commit belongs to `tidegate gate`, and `tidegate gate backtest` would not heed it' "tidegate gate backtest --help"
run 2 gate --format json --max-build-time 3s backtest good.jsonl
[ ! -s "$out" ] || fail "judged in spite of a wrong usage"
run 2 gate backtest good.jsonl --commit 1234567
has "$err" "--commit"
run 2 gate backtest good.jsonl --profile loud
has "$err" "default, lenient, strict"
"$tidegate" gate backtest - --format json <good.jsonl >"$out" || fail "standard input"
same "standard input" "$(jq -r .series "$out")" steps
