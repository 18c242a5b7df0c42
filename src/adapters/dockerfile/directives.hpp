// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace tidegate::dockerfile {

// `# syntax=`, `# escape=` and `# check=`: only before anything else, a comment among them.
class Directives {
public:
  // One line without its end. Empty, or what is wrong with it.
  std::string read(std::string_view line);

  [[nodiscard]] char escape() const { return escape_; }

  [[nodiscard]] const std::string& syntax() const { return syntax_; }

private:
  bool done_{false};
  char escape_{'\\'};
  std::string syntax_;
  std::set<std::string, std::less<>> seen_;
};

} // namespace tidegate::dockerfile
