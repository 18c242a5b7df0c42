// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_diff.hpp"

#include "analysis/align.hpp"
#include "analysis/diff_parts.hpp"

namespace tidegate::analysis {
namespace {

using model::Build;

// A layer that holds the same is the same wherever it stands; where it holds something else, the
// instruction tells which one it was.
std::vector<AlignKey> layer_keys(const std::vector<model::Layer>& layers) {
  std::vector<AlignKey> keys;
  keys.reserve(layers.size());
  for (const model::Layer& layer : layers) {
    keys.push_back({.group = layer.base ? "base" : "own",
                    .identity = layer.diff_id.empty() ? layer.digest : layer.diff_id,
                    .kind = layer.created_by,
                    .place = static_cast<int>(keys.size()) + 1});
  }
  return keys;
}

double layer_growth(const model::LayerDiff& layer) {
  const auto grown = [](const model::BytesChange& change) {
    return static_cast<double>(change.after.value_or(0))
           - static_cast<double>(change.before.value_or(0));
  };
  const bool unpacked = layer.unpacked_bytes.before || layer.unpacked_bytes.after;
  return grown(unpacked ? layer.unpacked_bytes : layer.compressed_bytes);
}

} // namespace

std::vector<model::LayerDiff> compare_layers(const Build& before, const Build& after) {
  const auto& old_layers = before.image.layers;
  const auto& new_layers = after.image.layers;
  std::vector<model::LayerDiff> list;
  for (const Aligned& pair : align(layer_keys(old_layers), layer_keys(new_layers))) {
    const model::Layer* const old = at(old_layers, pair.before);
    const model::Layer* const now = at(new_layers, pair.after);
    const model::Layer& named = named_by(pair, old_layers, new_layers);
    const model::Step* const step =
        named.step ? step_of(now == nullptr ? before : after, *named.step) : nullptr;
    list.push_back(
        {.created_by = named.created_by,
         .step = step == nullptr ? "" : step->name,
         .base = named.base,
         .fate = pair.fate,
         .compressed_bytes = both(old, now, [](const auto& x) { return x.compressed_bytes; }),
         .unpacked_bytes = both(old, now, [](const auto& x) { return x.unpacked_bytes; })});
  }
  return list;
}

model::ImageDiff compare_images(const Build& before, const Build& after) {
  const auto value = [&](auto member) {
    return both(
        &before.image, &after.image, [member](const model::Image& image) { return image.*member; });
  };
  model::ImageDiff diff{
      .size_bytes = value(&model::Image::size_bytes),
      .compressed_bytes = value(&model::Image::compressed_bytes),
      .unpacked_bytes = value(&model::Image::unpacked_bytes),
      .wasted_bytes = both(&before.image,
                           &after.image,
                           [](const model::Image& image) {
                             return image.contents ? std::optional(image.contents->wasted_bytes)
                                                   : std::nullopt;
                           }),
      .layers = compare_layers(before, after)};
  largest_first(diff.layers, layer_growth);
  return diff;
}

} // namespace tidegate::analysis
