// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/dockerfile/glob.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace tidegate::dockerfile {

// Code points; a byte that is no UTF-8 is one by itself.
char32_t take_character(std::string_view& text);
void append_character(std::string& text, char32_t c);

class GlobCompiler {
public:
  GlobCompiler(std::string_view pattern, Glob::Dialect dialect)
      : pattern_(pattern),
        rest_(pattern),
        dialect_(dialect) {}

  std::optional<Glob> compile();

private:
  using Token = Glob::Token;

  bool token(char32_t c);
  bool escaped();
  void star();
  bool set();
  std::optional<char32_t> set_bound();

  void add(Token::Kind kind) { glob_.tokens_.push_back({.kind = kind}); }

  void add_character(char32_t c);
  void find_fixed_ends();

  std::string_view pattern_;
  std::string_view rest_;
  Glob::Dialect dialect_;
  Glob glob_;
};

} // namespace tidegate::dockerfile
