// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_layers.hpp"

#include "analysis/file_system_steps.hpp"
#include "model/created_by.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace tidegate::analysis {
namespace {

using Texts = std::vector<std::string>;

struct Fit {
  FileSystemSteps chain;
  std::size_t equal{0}; // layers whose instruction is the step's, word for word
  bool emulated{false};
};

std::string_view keyword(std::string_view text) {
  return text.substr(0, text.find(' '));
}

bool has_variable(std::string_view text) {
  return text.find('$') != std::string_view::npos;
}

// The top layers, each with its step; nullopt where one cannot be of its step.
std::optional<Fit> fit_of(const Texts& layers, const Texts& steps, FileSystemSteps chain) {
  const std::size_t made = chain.steps.size();
  const bool base_left = layers.size() > made;
  if ((!chain.from && !chain.scratch) || layers.size() < made
      || base_left != chain.from.has_value()) {
    return std::nullopt;
  }
  Fit fit;
  for (std::size_t i = 0; i < made; ++i) {
    const std::string& layer = layers[layers.size() - 1 - i];
    const std::string& step = steps[static_cast<std::size_t>(chain.steps[i])];
    const bool equal = layer == step;
    if (!equal
        && (keyword(layer) != keyword(step) || !(has_variable(layer) || has_variable(step)))) {
      return std::nullopt;
    }
    fit.equal += equal ? 1 : 0;
  }
  fit.chain = std::move(chain);
  return fit;
}

// The only best one. A build for several platforms makes the same layers on each; the image that
// the engine shows is the one of its own platform.
const Fit* best_of(const std::vector<Fit>& fits) {
  const Fit* best = nullptr;
  bool tie = false;
  for (const Fit& fit : fits) {
    const auto rank = [](const Fit& one) {
      return std::pair(one.chain.steps.size(), std::pair(one.equal, !one.emulated));
    };
    if (best == nullptr || rank(fit) > rank(*best)) {
      best = &fit;
      tie = false;
    } else if (rank(fit) == rank(*best)) {
      tie = true;
    }
  }
  return tie || best == nullptr || best->equal == 0 ? nullptr : best;
}

} // namespace

void assign_steps(model::Image& image, const std::vector<model::Step>& steps) {
  Texts made_by;
  Texts instructions;
  for (const auto& layer : image.layers) {
    made_by.push_back(model::plain_instruction(layer.created_by));
  }
  for (const auto& step : steps) {
    instructions.push_back(model::plain_instruction(step.instruction));
  }
  std::vector<Fit> fits;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!steps[i].cacheable()) {
      continue;
    }
    auto fit = fit_of(made_by, instructions, file_system_steps(steps, static_cast<int>(i)));
    if (fit) {
      fit->emulated = steps[i].emulated;
      fits.push_back(std::move(*fit));
    }
  }
  const Fit* best = best_of(fits);
  if (best == nullptr) {
    return;
  }
  const std::size_t base = image.layers.size() - best->chain.steps.size();
  for (std::size_t i = 0; i < image.layers.size(); ++i) {
    image.layers[i].base = i < base;
    image.layers[i].step =
        i < base ? std::nullopt : std::optional(best->chain.steps[image.layers.size() - 1 - i]);
  }
}

} // namespace tidegate::analysis
