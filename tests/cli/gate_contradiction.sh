#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A policy that contradicts itself ends with 2 at the place in the file; gate --explain tells each verdict.
. "$(dirname "$0")/common.sh"

mkdir .github
printf 'gate:\n  mode: sigma\n  confirm: 2\n' >.github/tidegate.yml
run 2 gate
has "$err" ".github/tidegate.yml:3:3: confirm says nothing under mode sigma" "hint: it belongs to mode: prediction"
printf 'gate:\n  metrics: {step-tme: {judge: no}}\n' >.github/tidegate.yml
run 2 gate
has "$err" 'unknown key "step-tme"; did you mean "step-time"?'

printf 'gate:\n  max-build-time: 1h\n' >.github/tidegate.yml
replay cached-all
run 0 build .
run 0 gate --explain
has "$out" "build-time (max-build-time): pass" "within the budget of"
