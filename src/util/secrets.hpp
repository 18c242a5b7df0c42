// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::util {

// Replaces values that must not leave the process. BuildKit expands build arguments in the step
// names that it reports, so whatever is stored or shown goes through here.
class Redactor {
public:
  // Occurrences of `value` become `replacement`. Values shorter than `min_secret_bytes` are ignored:
  // they would hit innocent text and protect nothing.
  void hide(std::string_view value, std::string replacement = "***");

  [[nodiscard]] std::string clean(std::string_view text) const;
  [[nodiscard]] bool empty() const { return rules_.empty(); }

  static constexpr std::size_t min_secret_bytes = 4;

private:
  struct Rule {
    std::string value;
    std::string replacement;
  };
  std::vector<Rule> rules_; // longest value first, so that a value inside another one is no leak
};

// True where the name says so (TOKEN, SECRET, PASSWORD, KEY, ...) or the value has the shape of a
// credential (JWT, GitHub token, AWS key, private key block, a long random word).
bool looks_secret(std::string_view name, std::string_view value);

} // namespace tidegate::util
