#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# --progress=rawjson hands buildx's stream on, byte for byte, and records it all the same.
. "$(dirname "$0")/common.sh"

for recording in cached-all failed-run; do
  status=$([ "$recording" = failed-run ] && echo 1 || echo 0)
  replay "$recording" "$status"
  run $((status * 4)) build --progress=rawjson .
  head -c "$(wc -c <"$STANDIN_STREAM")" "$err" | cmp - "$STANDIN_STREAM" || fail "the stream of $recording"
done
same "events" "$(events)" 2
