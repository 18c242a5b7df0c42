// SPDX-License-Identifier: Apache-2.0
#include "codec/json_reader.hpp"

#include "util/json_bounds.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace tidegate::codec {

using nlohmann::json;

Result<json> parse_object(std::string_view text) {
  if (const auto excess = util::json_excess(text); !excess.empty()) {
    return failed(Error::Kind::usage, std::string(excess));
  }
  json parsed = json::parse(text, nullptr, false);
  if (parsed.is_discarded()) {
    return failed(Error::Kind::usage, "not JSON");
  }
  if (!parsed.is_object()) {
    return failed(Error::Kind::usage, "not a JSON object");
  }
  return parsed;
}

const json* JsonReader::find(const char* key) const {
  const auto found = object_->find(key);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

std::string JsonReader::path_of(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

void JsonReader::complain(std::string_view key, std::string_view what) const {
  if (problem_->empty()) {
    *problem_ = fmt::format("\"{}\" {}", path_of(key), what);
  }
}

void JsonReader::require(const char* key) const {
  if (!has(key)) {
    complain(key, "is missing");
  }
}

std::string JsonReader::text(const char* key) const {
  const json* const found = find(key);
  if (found != nullptr && !found->is_string()) {
    complain(key, "is not a text");
    return {};
  }
  return found == nullptr ? std::string{} : found->get<std::string>();
}

std::optional<double> JsonReader::number(const char* key) const {
  const json* const found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  if (!found->is_number()) {
    complain(key, "is not a number");
    return std::nullopt;
  }
  return found->get<double>();
}

Seconds JsonReader::seconds(const char* key) const {
  return Seconds(number(key).value_or(0));
}

std::optional<int> JsonReader::integer(const char* key) const {
  const json* const found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  constexpr std::int64_t low = std::numeric_limits<int>::min();
  constexpr std::int64_t high = std::numeric_limits<int>::max();
  const bool negative = found->is_number_integer() && !found->is_number_unsigned();
  const bool fits = negative ? found->get<std::int64_t>() >= low
                             : found->is_number_unsigned() && found->get<std::uint64_t>() <= high;
  if (!fits) {
    complain(key, "is not a whole number of 32 bits");
    return std::nullopt;
  }
  return found->get<int>();
}

std::optional<std::uint64_t> JsonReader::size(const char* key) const {
  const json* const found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  if (!found->is_number_unsigned()) {
    complain(key, "is not a whole number of bytes");
    return std::nullopt;
  }
  return found->get<std::uint64_t>();
}

bool JsonReader::flag(const char* key) const {
  const json* const found = find(key);
  if (found != nullptr && !found->is_boolean()) {
    complain(key, "is not true or false");
    return false;
  }
  return found != nullptr && found->get<bool>();
}

std::optional<Time> JsonReader::time(const char* key) const {
  const std::string found = text(key);
  if (found.empty()) {
    return std::nullopt;
  }
  const Result<Time> time = util::parse_rfc3339(found);
  if (!time) {
    complain(key, "is not a time (RFC 3339)");
    return std::nullopt;
  }
  return *time;
}

std::vector<std::string> JsonReader::texts(const char* key) const {
  const json* const found = find(key);
  std::vector<std::string> texts;
  if (found == nullptr) {
    return texts;
  }
  if (!found->is_array()) {
    complain(key, "is not a list");
    return texts;
  }
  for (const json& element : *found) {
    if (!element.is_string()) {
      complain(fmt::format("{}[{}]", key, texts.size()), "is not a text");
      return texts;
    }
    texts.push_back(element.get<std::string>());
  }
  return texts;
}

std::vector<int> JsonReader::integers(const char* key) const {
  const json* const found = find(key);
  std::vector<int> numbers;
  if (found == nullptr) {
    return numbers;
  }
  const bool fits = found->is_array() && std::ranges::all_of(*found, [](const json& item) {
                      return item.is_number_unsigned()
                             && item.get<std::uint64_t>() <= std::numeric_limits<int>::max();
                    });
  if (!fits) {
    complain(key, "is not a list of whole numbers");
    return numbers;
  }
  return found->get<std::vector<int>>();
}

void JsonReader::object(const char* key, const std::function<void(const JsonReader&)>& read) const {
  const json* const found = find(key);
  if (found == nullptr) {
    return;
  }
  if (!found->is_object()) {
    complain(key, "is not an object");
    return;
  }
  read(JsonReader(*found, path_of(key), *problem_));
}

void JsonReader::each(const char* key, const std::function<void(const JsonReader&)>& read) const {
  const json* const found = find(key);
  if (found == nullptr) {
    return;
  }
  if (!found->is_array()) {
    complain(key, "is not a list");
    return;
  }
  std::size_t index = 0;
  for (const json& element : *found) {
    const std::string name = fmt::format("{}[{}]", key, index++);
    if (!element.is_object()) {
      complain(name, "is not an object");
      return;
    }
    read(JsonReader(element, path_of(name), *problem_));
  }
}

} // namespace tidegate::codec
