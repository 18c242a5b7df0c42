// SPDX-License-Identifier: Apache-2.0
#include "commands/action/input_reader.hpp"

#include "commands/action/input_bool.hpp"
#include "util/text.hpp"

#include <fmt/format.h>
#include <utility>

namespace tidegate::commands {
namespace {

std::string variable(std::string_view input) {
  std::string name = "INPUT_";
  for (const char c : input) {
    if (c == '-') {
      name += '_';
    } else {
      name += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return name;
}

} // namespace

std::string InputReader::text(std::string_view input) const {
  return std::string(util::trim(environment_.text(variable(input))));
}

std::optional<std::string> InputReader::given(std::string_view input) const {
  std::string value = text(input);
  return value.empty() ? std::nullopt : std::optional(std::move(value));
}

bool InputReader::flag(std::string_view input, bool otherwise) {
  const std::string value = text(input);
  if (value.empty()) {
    return otherwise;
  }
  const auto read = parse_yaml_bool(value);
  if (!read) {
    fail({Error::Kind::usage,
          fmt::format(R"(input "{}": "{}" is no boolean)", input, value),
          "write true or false"});
  }
  return read.value_or(otherwise);
}

std::vector<std::string> InputReader::list(std::string_view input, ListStyle style) {
  auto items = parse_input_list(environment_.text(variable(input)), style);
  if (!items) {
    fail(std::move(items.error()).in(fmt::format("input \"{}\"", input)));
    return {};
  }
  return std::move(*items);
}

void InputReader::fail(Error error) {
  if (!error_) {
    error_ = std::move(error);
  }
}

} // namespace tidegate::commands
