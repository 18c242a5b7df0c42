#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The engine cannot be asked for the image: the build counts, the size is unknown and never invented.
. "$(dirname "$0")/common.sh"

replay cached-all
DOCKER_HOST=unix:///nowhere.sock run 0 build --gate off --max-image-size 1MB .
has "$out" "notice   image size unknown:" "image-size: inconclusive, measured unknown"
same "size" "$(record .image.size_bytes)" null
same "size in the store" "$(run 0 gate && sql 'SELECT image_size_mb, image_bytes IS NULL FROM docker_builds')" "0.0|1"
STANDIN_SIZE=nonsense run 0 build .
has "$out" "notice   image size unknown: docker image inspect: no size in its answer"
