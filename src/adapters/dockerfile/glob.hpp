// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::dockerfile {

// A pattern for paths. Matching takes steps in proportion to pattern times path, whatever is in
// them.
class Glob {
public:
  enum class Dialect {
    go,     // path/filepath.Match of Go: sources of COPY
    ignore, // github.com/moby/patternmatcher: .dockerignore, --exclude
  };

  // nullopt: no pattern, an error in BuildKit's eyes.
  static std::optional<Glob> compile(std::string_view pattern, Dialect dialect);

  [[nodiscard]] bool matches(std::string_view path) const;

private:
  struct Token {
    enum class Kind : std::uint8_t {
      character,
      one,        // but '/'
      run,        // of all but '/'
      set,        // [a-z], [^a-z]
      deep,       // of anything
      folders,    // nothing, or anything that ends in '/'; first half: it may be skipped
      in_folders, // its second half
    };
    Kind kind{Kind::character};
    char32_t character{0};
    bool negated{false};
    std::vector<std::pair<char32_t, char32_t>> ranges{};
  };

  friend class GlobCompiler;

  [[nodiscard]] bool fits(const Token& token, char32_t c) const;
  void take(char32_t c, const std::vector<char>& active, std::vector<char>& next) const;
  void skip_ahead(std::vector<char>& active) const;

  std::vector<Token> tokens_;
  bool literal_{false};
  std::string prefix_; // what every match begins with
  std::string suffix_; // what every match ends with
};

// Go's path/filepath.Clean.
std::string clean_path(std::string_view path);

} // namespace tidegate::dockerfile
