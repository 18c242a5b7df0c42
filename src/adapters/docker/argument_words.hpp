// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::docker {

// One thing on a command line, as pflag (github.com/spf13/pflag, which buildx uses) reads it.
struct Argument {
  enum class Kind : std::uint8_t {
    positional,
    flag,
    unknown, // looks like a flag; nobody knows whether it takes a value
    end_of_flags,
  };
  Kind kind{Kind::positional};
  std::string name{};   // of a flag: the long name; of an unknown shorthand: its letter
  char shorthand{'\0'}; // of a flag that has one
  std::optional<std::string> value{}; // of a flag; for a positional argument its text
  std::vector<std::string> written{}; // this argument alone: a member of `-qt x` as `-q` or `-t x`
  std::size_t first_word{0};          // members of one cluster share it
  bool own{false};                    // named in OwnOptions
};

// Long options that buildx does not have.
struct OwnOptions {
  std::vector<std::string> with_value{};
  std::vector<std::string> flags{};
};

std::vector<Argument> read_words(const std::vector<std::string>& words, const OwnOptions& own);

} // namespace tidegate::docker
