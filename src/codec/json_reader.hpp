// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Inside codec only.
namespace tidegate::codec {

// A JSON object of at most 64 levels. Error: usage. The limit is for the readers behind the parser,
// which are recursive: a hostile line of a million brackets must not end the process.
Result<nlohmann::json> parse_object(std::string_view text);

// Reads an object key by key and never throws. An absent key and null are the same: nothing. The
// first key of a wrong type is noted in `problem` with its path ("steps[2].cached"), and reading
// goes on, so that the caller asks once at the end.
class JsonReader {
public:
  JsonReader(const nlohmann::json& object, std::string path, std::string& problem)
      : object_(&object),
        path_(std::move(path)),
        problem_(&problem) {}

  [[nodiscard]] bool has(const char* key) const { return find(key) != nullptr; }

  // For keys that must be there.
  void require(const char* key) const;

  [[nodiscard]] std::string text(const char* key) const; // nothing: ""
  [[nodiscard]] std::optional<double> number(const char* key) const;
  [[nodiscard]] Seconds seconds(const char* key) const; // nothing: 0
  [[nodiscard]] std::optional<int> integer(const char* key) const;
  [[nodiscard]] std::optional<std::uint64_t> size(const char* key) const;
  [[nodiscard]] bool flag(const char* key) const; // nothing: false
  [[nodiscard]] std::optional<Time> time(const char* key) const;
  [[nodiscard]] std::vector<std::string> texts(const char* key) const;
  [[nodiscard]] std::vector<int> integers(const char* key) const;
  // `read` runs only where there is such an object.
  void object(const char* key, const std::function<void(const JsonReader&)>& read) const;
  void each(const char* key, const std::function<void(const JsonReader&)>& read) const;

  // A word of a fixed set: `parse` gives nothing for other words.
  template<typename Value>
  std::optional<Value> word(const char* key,
                            std::optional<Value> (*parse)(std::string_view)) const {
    const std::string found = text(key);
    const std::optional<Value> value = parse(found);
    if (!value && !found.empty()) {
      complain(key, "is an unknown word");
    }
    return value;
  }

  void complain(std::string_view key, std::string_view what) const;

private:
  [[nodiscard]] const nlohmann::json* find(const char* key) const;
  [[nodiscard]] std::string path_of(std::string_view key) const;

  const nlohmann::json* object_;
  std::string path_;
  std::string* problem_;
};

} // namespace tidegate::codec
