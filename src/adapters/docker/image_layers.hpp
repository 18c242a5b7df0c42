// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/image.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tidegate::docker {

// Layers and sizes of an image from the engine's local socket (20 ms; `docker` would take 200):
// GET /images/{name}/json?manifests=1 and /images/{name}/history. What the numbers are depends on
// the image store (tried with engine 28.5; moby daemon/containerd/image_inspect.go):
//
//                     containerd image store              graph drivers (overlay2)
// `Size`              compressed content of the chosen    unpacked: sum of the files' sizes
//                     platform; from engine 29 on that
//                     and the unpacked layers together
// `Manifests[].Size`  Content: layers as stored,          not there
//                     configuration and manifest
// `ImageData.Size`    Unpacked: sum of the history        not there
// `history[].Size`    disk use of the layer's snapshot:   sum of the files' sizes
//                     whole blocks, folders included
//
// So `unpacked_bytes` comes from the history, `compressed_bytes` only from a containerd store, and
// no engine tells the compressed size of a single layer (an image archive does). The values of
// build arguments are taken out of `created_by`.
//
// nullopt: the engine does not hold the image, or is not behind a local socket. Error: external.
Result<std::optional<model::Image>> image_layers(ports::Ports ports,
                                                 const std::string& ref_or_digest);

// Sum of the history's sizes of an image. nullopt as above, or where the image is not unpacked.
Result<std::optional<std::uint64_t>> unpacked_size(ports::Ports ports,
                                                   const std::string& ref_or_digest);

} // namespace tidegate::docker
