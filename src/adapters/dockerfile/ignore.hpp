// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/glob.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::dockerfile {

// The lines of a .dockerignore as BuildKit reads them: comments and blanks gone, paths cleaned.
std::vector<std::string> read_ignore_lines(std::string_view text);

// Decides as github.com/moby/patternmatcher does, which BuildKit's client asks for every path.
class IgnoreRules {
public:
  // What was found for a folder; its entries need it.
  struct Match {
    bool ignored{false};
    std::vector<char> by_pattern;
  };

  IgnoreRules() = default;
  explicit IgnoreRules(const std::vector<std::string>& patterns);

  // `path` is relative and clean. `parent` is the folder that it lies in; nullptr: the context
  // itself.
  [[nodiscard]] Match match(std::string_view path, const Match* parent) const;

  // The same without a walk: looks at the folders of the path by itself.
  [[nodiscard]] bool ignores(std::string_view path) const;

  // Whether "!" patterns could take something back in below this ignored folder.
  [[nodiscard]] bool may_take_back(std::string_view folder) const;

  [[nodiscard]] bool empty() const { return patterns_.empty(); }

  // Patterns that are none: BuildKit refuses the build.
  [[nodiscard]] const std::vector<std::string>& wrong() const { return wrong_; }

private:
  struct Pattern {
    std::string text;
    Glob glob;
    bool takes_back{false}; // "!"
  };

  std::vector<Pattern> patterns_;
  std::vector<std::string> wrong_;
};

} // namespace tidegate::dockerfile
