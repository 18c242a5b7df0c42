// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/policy.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>

namespace tidegate::commands {

// Of the result on stdout.
enum class Format { text, json };

// What the command line or the action's inputs say on top of the configuration file; each text is
// read by the same parser as the file's value.
struct SettingsOverrides {
  std::string config; // path; empty: the default file where there is one
  std::optional<std::string> events_dir;
  std::optional<std::string> store;
  std::optional<std::string> max_build_time;
  std::optional<std::string> max_image_size;
  std::optional<std::string> min_cache_hit_ratio;
  std::optional<std::string> gate_mode;          // prediction, sigma, off
  std::optional<std::string> on_fail;            // fail, warn
  std::optional<std::string> on_cache_failure{}; // rebuild, fail
  std::optional<std::string> cache_export_limit{};
  std::optional<std::string> cache_export_stall{};
};

// The configuration file with the overrides laid over it. Error: usage, naming the option.
Result<model::Settings> load_settings(const SettingsOverrides& overrides);

} // namespace tidegate::commands
