// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "util/time.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace tidegate::docker {

// What is known of builders, in one file. A file that is missing or damaged knows nothing.
class BuilderCache {
public:
  // An empty path: nothing is kept.
  explicit BuilderCache(std::filesystem::path file)
      : file_(std::move(file)) {}

  // nullopt where nothing is known, or longer than a day.
  [[nodiscard]] std::optional<model::Builder> find(const std::string& key, Time now) const;
  // Best effort: without it the next build has to ask again.
  void keep(const std::string& key, const model::Builder& builder, Time now) const;

private:
  std::filesystem::path file_;
};

} // namespace tidegate::docker
