// SPDX-License-Identifier: Apache-2.0
#include "commands/observe/observe_image.hpp"

#include <algorithm>
#include <cstddef>

namespace tidegate::commands {
namespace {

// The first step whose file system ends with that layer made it: later ones add to it, or change
// nothing.
std::optional<int> maker_of(const std::string& digest,
                            const std::vector<model::Step>& steps,
                            const docker::Provenance& provenance) {
  const auto found = std::ranges::find_if(steps, [&](const model::Step& step) {
    const auto known = provenance.steps.find(step.digest);
    return known != provenance.steps.end() && known->second.layer
           && known->second.layer->digest == digest;
  });
  return found == steps.end() ? std::nullopt
                              : std::optional(static_cast<int>(found - steps.begin()));
}

bool is_base(const model::Step& step) {
  return step.instruction.starts_with("FROM ");
}

// Everything up to the top of the base image is the base image's.
void mark_base(std::vector<model::Layer>& layers, const std::vector<model::Step>& steps) {
  const auto top = std::ranges::find_if(layers, [&](const model::Layer& layer) {
    return layer.step && is_base(steps[static_cast<std::size_t>(*layer.step)]);
  });
  if (top == layers.end()) {
    return;
  }
  std::for_each(layers.begin(), top + 1, [](model::Layer& layer) {
    layer.base = true;
    layer.step.reset();
  });
}

void add_layers(model::Build& build, const docker::Provenance& provenance) {
  auto& image = build.image;
  for (const auto& known : provenance.image_layers) {
    model::Layer layer;
    layer.digest = known.digest;
    layer.compressed_bytes = known.bytes;
    layer.step = maker_of(known.digest, build.steps, provenance);
    image.layers.push_back(std::move(layer));
  }
  mark_base(image.layers, build.steps);
  const bool complete =
      !image.layers.empty() && std::ranges::all_of(image.layers, [](const model::Layer& layer) {
        return layer.compressed_bytes.has_value();
      });
  if (complete) {
    image.compressed_bytes = 0;
    for (const model::Layer& layer : image.layers) {
      *image.compressed_bytes += *layer.compressed_bytes;
    }
  }
}

} // namespace

void add_observed_image(model::Build& build,
                        const Observation& observation,
                        const docker::Metadata& metadata,
                        const std::vector<docker::Provenance>& provenance) {
  auto& image = build.image;
  image.ref = build.request.tags.empty() ? "" : build.request.tags.front();
  image.digest = metadata.digest;
  if (image.digest.empty() && observation.record) {
    image.digest = observation.record->image_digest;
  }
  if (image.digest.empty()) {
    image.digest = observation.fold.image_digest();
  }
  // Several platforms are several images. A build without an exporter makes none.
  if (provenance.size() == 1 && !image.digest.empty()) {
    add_layers(build, provenance.front());
  }
}

} // namespace tidegate::commands
