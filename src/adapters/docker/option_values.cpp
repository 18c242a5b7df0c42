// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/option_values.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <utility>

namespace tidegate::docker {

namespace {

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return lower;
}

// A quoted field that begins at `at`; leaves `at` behind the closing quote. nullopt: it never
// closes.
std::optional<std::string> quoted_field(std::string_view text, std::size_t& at) {
  std::string field;
  for (++at; at < text.size(); ++at) {
    if (text[at] != '"') {
      field += text[at];
    } else if (at + 1 < text.size() && text[at + 1] == '"') {
      field += '"';
      ++at;
    } else {
      ++at;
      return field;
    }
  }
  return std::nullopt;
}

std::optional<std::string> plain_field(std::string_view text, std::size_t& at) {
  const std::size_t end = std::min(text.find(',', at), text.size());
  std::string field(text.substr(at, end - at));
  at = end;
  if (field.find('"') != std::string::npos) {
    return std::nullopt;
  }
  return field;
}

std::pair<std::string, std::string> key_and_value(const std::string& field) {
  const std::size_t equals = field.find('=');
  if (equals == std::string::npos) {
    return {lower_case(field), ""};
  }
  return {lower_case(field.substr(0, equals)), field.substr(equals + 1)};
}

} // namespace

std::optional<std::vector<std::string>> csv_fields(std::string_view text) {
  if (text.ends_with('\n')) {
    text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
  }
  if (text.empty()) {
    return std::nullopt;
  }
  std::vector<std::string> fields;
  for (std::size_t at = 0;; ++at) {
    const bool quoted = at < text.size() && text[at] == '"';
    std::optional<std::string> field = quoted ? quoted_field(text, at) : plain_field(text, at);
    if (!field) {
      return std::nullopt;
    }
    fields.push_back(std::move(*field));
    if (at >= text.size()) {
      return fields;
    }
    if (text[at] != ',') {
      return std::nullopt;
    }
  }
}

std::vector<model::CacheOption> parse_cache_options(std::string_view text) {
  const auto fields = csv_fields(text);
  if (!fields) {
    return {};
  }
  std::vector<model::CacheOption> options;
  if (text.find('=') == std::string_view::npos) {
    for (const std::string& field : *fields) {
      options.push_back({.type = "registry", .attributes = {{"ref", field}}, .text = field});
    }
    return options;
  }
  model::CacheOption option;
  for (const std::string& field : *fields) {
    auto [key, value] = key_and_value(field);
    if (field.find('=') == std::string::npos) {
      return {};
    }
    if (key == "type") {
      option.type = value;
    } else {
      option.attributes.emplace_back(std::move(key), std::move(value));
    }
  }
  if (!option.type.empty()) {
    option.text = text;
    options.push_back(std::move(option));
  }
  return options;
}

std::string output_type(std::string_view output) {
  const auto fields = csv_fields(output);
  if (!fields) {
    return {};
  }
  if (fields->size() == 1 && fields->front() == output && !output.starts_with("type=")) {
    return output == "-" ? "tar" : "local";
  }
  std::string type;
  for (const std::string& field : *fields) {
    auto [key, value] = key_and_value(field);
    type = util::trim(key) == "type" ? std::string(value) : type;
  }
  return type;
}

bool writes_to_stdout(std::string_view output) {
  const auto fields = csv_fields(output);
  if (!fields) {
    return false;
  }
  if (fields->size() == 1 && fields->front() == output && !output.starts_with("type=")) {
    return output == "-";
  }
  std::string type;
  std::string destination;
  bool archive = true;
  for (const std::string& field : *fields) {
    auto [key, value] = key_and_value(field);
    const std::string_view name = util::trim(key);
    if (name == "type") {
      type = value;
    } else if (name == "dest") {
      destination = value;
    } else if (name == "tar") {
      archive = parse_go_bool(value).value_or(true);
    }
  }
  if (type == "docker") {
    return archive && destination == "-";
  }
  return (type == "tar" || (type == "oci" && archive))
         && (destination.empty() || destination == "-");
}

std::optional<bool> parse_go_bool(std::string_view text) {
  constexpr std::array<std::string_view, 6> yes{"1", "t", "T", "TRUE", "true", "True"};
  constexpr std::array<std::string_view, 6> no{"0", "f", "F", "FALSE", "false", "False"};
  if (std::ranges::find(yes, text) != yes.end()) {
    return true;
  }
  if (std::ranges::find(no, text) != no.end()) {
    return false;
  }
  return std::nullopt;
}

} // namespace tidegate::docker
