// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace tidegate::docker {

// Bytes of a text file as they come -> UTF-8. PowerShell writes UTF-16 with a byte order mark, and
// tools that cut a file leave it without one. UTF-8 passes as it is, valid or not.
class Utf8Stream {
public:
  using Sink = std::function<void(std::string_view)>;

  void feed(std::string_view chunk, const Sink& sink);
  // Hands over what was held back to tell the encoding.
  void finish(const Sink& sink);

private:
  enum class Encoding { unknown, utf8, utf16_little, utf16_big };

  void decide();
  void convert(std::string_view bytes, const Sink& sink);
  void take_unit(char16_t unit);

  Encoding encoding_{Encoding::unknown};
  std::string head_; // the first bytes, or half of a unit
  char16_t high_surrogate_{0};
  std::string converted_;
};

} // namespace tidegate::docker
