// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::util {

// Variables of the environment that hold tokens of GitHub and of the runner.
inline constexpr std::array token_variables{"ACTIONS_RUNTIME_TOKEN",
                                            "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
                                            "GITHUB_TOKEN",
                                            "GH_TOKEN",
                                            "GH_ENTERPRISE_TOKEN",
                                            "GITHUB_ENTERPRISE_TOKEN",
                                            "INPUT_GITHUB-TOKEN",
                                            "INPUT_GITHUB_TOKEN",
                                            "INPUT_TOKEN",
                                            "INPUT_RUNTIME-TOKEN",
                                            "INPUT_RUNTIME_TOKEN"};

// True for these, and for the action's input with the secrets of the build.
bool is_secret_variable(std::string_view name);

// Replaces values that must not leave the process. BuildKit expands build arguments in the step
// names that it reports, so whatever is stored or shown goes through here.
class Redactor {
public:
  // Occurrences of `value` become `replacement`. Values shorter than `min_secret_bytes` are
  // ignored: they would hit innocent text and protect nothing. From 8 bytes on the value is also
  // found as it stands in JSON, in single quotes of a shell, in a URL and in base64, and line by
  // line.
  void hide(std::string_view value, const std::string& replacement = "***");

  // Occurrences that overlap become one replacement; one that shorten() has cut goes, too. What has
  // the shape of a credential goes too, whether it was told or not.
  [[nodiscard]] std::string clean(std::string_view text) const;

  [[nodiscard]] bool empty() const { return rules_.empty(); }

  static constexpr std::size_t min_secret_bytes = 4;

private:
  struct Rule {
    std::string value;
    std::string replacement;
  };

  struct Hit {
    const Rule* rule{nullptr};
    std::size_t size{0};
  };

  [[nodiscard]] Hit hit_at(std::string_view text, std::size_t at) const;

  // By the first two bytes of their values, then the longest first, so that a value inside another
  // one is no leak.
  std::vector<Rule> rules_;
  // These two bytes of each value: all that most places of a text are compared with.
  std::bitset<65536> beginnings_;
};

// The text with every credential that shows by its shape alone (JWT, GitHub token, AWS key, private
// key block, user and password of a URL) as "***", wherever it stands.
std::string without_secret_shapes(std::string_view text);

// True where the name says so (TOKEN, SECRET, PASSWORD, KEY, ...) or the value has the shape of a
// credential (JWT, GitHub token, AWS key, private key block, URL with a password, a long random
// word). Names are judged word by word: AUTHOR is not AUTH.
bool looks_secret(std::string_view name, std::string_view value);

// By the name alone.
bool names_secret(std::string_view name);

} // namespace tidegate::util
