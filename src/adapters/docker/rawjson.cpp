// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/rawjson.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace tidegate::docker {
namespace {

using nlohmann::json;

// BuildKit nests 5 deep; the parser recurses when it destroys a value.
constexpr int max_depth = 64;

// The end of the string whose opening quote is before `at`.
std::size_t after_string(std::string_view text, std::size_t at) {
  while (true) {
    const std::size_t quote = text.find('"', at);
    if (quote == std::string_view::npos) {
      return text.size();
    }
    std::size_t backslashes = 0;
    while (quote > at + backslashes && text[quote - 1 - backslashes] == '\\') {
      ++backslashes;
    }
    at = quote + 1;
    if (backslashes % 2 == 0) {
      return at;
    }
  }
}

bool too_deep(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size() && depth <= max_depth;) {
    const char c = text[at++];
    if (c == '"') {
      at = after_string(text, at);
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return depth > max_depth;
}

const json* member(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::string text_of(const json& object, const char* key) {
  const json* const value = member(object, key);
  const auto* const text = value == nullptr ? nullptr : value->get_ptr<const json::string_t*>();
  return text == nullptr ? std::string() : *text;
}

bool flag_of(const json& object, const char* key) {
  const json* const value = member(object, key);
  const auto* const flag = value == nullptr ? nullptr : value->get_ptr<const json::boolean_t*>();
  return flag != nullptr && *flag;
}

// Absent where it is no number of at least 0; fractions are cut off.
std::optional<std::uint64_t> count_of(const json& object, const char* key) {
  constexpr double beyond = 18446744073709551616.0; // 2^64
  const json* const value = member(object, key);
  if (value == nullptr || !value->is_number()) {
    return std::nullopt;
  }
  if (const auto* const whole = value->get_ptr<const json::number_unsigned_t*>()) {
    return *whole;
  }
  const auto* const real = value->get_ptr<const json::number_float_t*>();
  const bool usable = real != nullptr && std::isfinite(*real) && *real >= 0 && *real < beyond;
  return usable ? std::optional(static_cast<std::uint64_t>(*real)) : std::nullopt;
}

// Go writes an unset time as year 1; within these two centuries differences fit into 64 bits of
// nanoseconds.
std::optional<Time> time_of(const json& object, const char* key) {
  constexpr Time earliest = std::chrono::sys_days{std::chrono::January / 1 / 1970};
  constexpr Time latest = std::chrono::sys_days{std::chrono::January / 1 / 2170};
  const auto time = util::parse_rfc3339(text_of(object, key));
  return time && *time >= earliest && *time < latest ? std::optional(*time) : std::nullopt;
}

std::string bytes_of(const json& object, const char* key) {
  const json* const value = member(object, key);
  const auto* const text = value == nullptr ? nullptr : value->get_ptr<const json::string_t*>();
  return text == nullptr ? std::string() : util::decode_base64(*text).value_or("");
}

std::vector<std::string> texts_of(const json& object, const char* key) {
  std::vector<std::string> texts;
  const json* const list = member(object, key);
  if (list == nullptr || !list->is_array()) {
    return texts;
  }
  for (const json& entry : *list) {
    if (const auto* const text = entry.get_ptr<const json::string_t*>()) {
      texts.push_back(*text);
    }
  }
  return texts;
}

std::optional<model::Vertex> read_vertex(const json& entry) {
  model::Vertex vertex;
  vertex.digest = text_of(entry, "digest");
  if (vertex.digest.empty()) {
    return std::nullopt;
  }
  vertex.inputs = texts_of(entry, "inputs");
  vertex.name = text_of(entry, "name");
  vertex.started = time_of(entry, "started");
  vertex.completed = time_of(entry, "completed");
  vertex.cached = flag_of(entry, "cached");
  vertex.error = text_of(entry, "error");
  return vertex;
}

std::optional<model::VertexStatus> read_status(const json& entry) {
  model::VertexStatus status;
  status.id = text_of(entry, "id");
  status.vertex = text_of(entry, "vertex");
  if (status.vertex.empty()) {
    return std::nullopt;
  }
  status.name = text_of(entry, "name");
  status.current = count_of(entry, "current").value_or(0);
  status.total = count_of(entry, "total").value_or(0);
  status.started = time_of(entry, "started");
  status.completed = time_of(entry, "completed");
  return status;
}

std::optional<model::VertexLog> read_log(const json& entry) {
  model::VertexLog log;
  log.vertex = text_of(entry, "vertex");
  if (log.vertex.empty()) {
    return std::nullopt;
  }
  log.stream = count_of(entry, "stream") == 2U ? 2 : 1;
  log.data = bytes_of(entry, "data");
  log.timestamp = time_of(entry, "timestamp");
  return log;
}

// "range": [{"start": {"line": 4}, "end": {"line": 4}}]
std::optional<int> first_line_of(const json& entry) {
  constexpr std::uint64_t most = 10'000'000;
  const json* const ranges = member(entry, "range");
  if (ranges == nullptr || !ranges->is_array() || ranges->empty() || !ranges->front().is_object()) {
    return std::nullopt;
  }
  const json* const start = member(ranges->front(), "start");
  if (start == nullptr || !start->is_object()) {
    return std::nullopt;
  }
  const auto line = count_of(*start, "line");
  return line && *line > 0 && *line <= most ? std::optional(static_cast<int>(*line)) : std::nullopt;
}

std::optional<model::VertexWarning> read_warning(const json& entry) {
  model::VertexWarning warning;
  warning.vertex = text_of(entry, "vertex");
  warning.text = bytes_of(entry, "short");
  if (warning.text.empty()) {
    return std::nullopt;
  }
  warning.url = text_of(entry, "url");
  warning.line = first_line_of(entry);
  if (const json* const source = member(entry, "sourceInfo");
      source != nullptr && source->is_object()) {
    warning.file = text_of(*source, "filename");
  }
  return warning;
}

template<typename Read>
auto read_list(const json& object, const char* key, Read read) {
  std::vector<typename std::invoke_result_t<Read, const json&>::value_type> list;
  const json* const entries = member(object, key);
  if (entries == nullptr || !entries->is_array()) {
    return list;
  }
  for (const json& entry : *entries) {
    if (!entry.is_object()) {
      continue;
    }
    if (auto value = read(entry)) {
      list.push_back(std::move(*value));
    }
  }
  return list;
}

json parse(std::string_view text) {
  return json::parse(text, nullptr, false);
}

} // namespace

Result<model::Progress> parse_rawjson(std::string_view line) {
  if (too_deep(line)) {
    return failed(Error::Kind::external, "nested too deeply for a progress message");
  }
  json message = parse(line);
  if (message.is_discarded()) {
    // BuildKit writes valid UTF-8; a line that was damaged on its way may still tell most.
    message = parse(util::to_valid_utf8(line));
  }
  if (!message.is_object()) {
    return failed(Error::Kind::external, "not a JSON object");
  }
  model::Progress progress;
  progress.vertexes = read_list(message, "vertexes", read_vertex);
  progress.statuses = read_list(message, "statuses", read_status);
  progress.logs = read_list(message, "logs", read_log);
  progress.warnings = read_list(message, "warnings", read_warning);
  return progress;
}

} // namespace tidegate::docker
