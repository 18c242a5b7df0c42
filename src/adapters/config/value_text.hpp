// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"
#include "util/time.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What the setters of the keys have in common. Errors: usage, about the text alone.
namespace tidegate::config {

using Done = Result<void>;

std::string quoted(std::string_view text);
tl::unexpected<Error> wrong(std::string message);
tl::unexpected<Error> unknown_word(std::string_view text, const std::vector<std::string>& known);

Result<int> number_between(std::string_view text, int least, int most);
Result<double> number_between(std::string_view text, double least, double most);

// A duration of more than 0.
Result<Seconds> limit_of(std::string_view text);

template<typename Choice, std::size_t count>
Result<Choice> one_of(std::string_view text,
                      const std::array<std::pair<std::string_view, Choice>, count>& choices) {
  std::vector<std::string> names;
  for (const auto& [name, choice] : choices) {
    if (text == name) {
      return choice;
    }
    names.emplace_back(name);
  }
  return unknown_word(text, names);
}

template<typename Value, typename Target>
Done keep(Result<Value> value, Target& target) {
  if (!value) {
    return tl::unexpected(std::move(value.error()));
  }
  target = std::move(*value);
  return {};
}

} // namespace tidegate::config
