// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/builder_cache.hpp"

#include "adapters/docker/small_file.hpp"
#include "codec/parse_json.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace tidegate::docker {

namespace {

using nlohmann::json;

constexpr std::size_t max_entries = 32;
constexpr std::chrono::hours lifetime{24};

struct Entry {
  std::string key;
  std::int64_t asked_at{0}; // seconds since 1970
  model::Builder builder;
};

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  const auto* text = found == object.end() ? nullptr : found->get_ptr<const std::string*>();
  return text == nullptr ? std::string() : *text;
}

std::int64_t number_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

std::int64_t seconds_of(Time time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

// Also false where the clock has gone back behind the entry.
bool is_fresh(const Entry& entry, Time now) {
  const std::int64_t age = seconds_of(now) - entry.asked_at;
  return age >= 0 && age < std::chrono::seconds(lifetime).count();
}

std::vector<Entry> read_entries(const std::filesystem::path& file) {
  const json document = codec::parse_json(read_small_file(file).value_or(""));
  const auto list = document.find("builders");
  std::vector<Entry> entries;
  if (list == document.end() || !list->is_array()) {
    return entries;
  }
  for (const json& item : *list) {
    entries.push_back({.key = text_of(item, "key"),
                       .asked_at = number_of(item, "asked_at"),
                       .builder = {.driver = text_of(item, "driver"),
                                   .buildx = text_of(item, "buildx"),
                                   .buildkit = text_of(item, "buildkit")}});
  }
  return entries;
}

std::string to_text(const std::vector<Entry>& entries) {
  json list = json::array();
  for (const Entry& entry : entries) {
    list.push_back({{"key", entry.key},
                    {"asked_at", entry.asked_at},
                    {"driver", entry.builder.driver},
                    {"buildx", entry.builder.buildx},
                    {"buildkit", entry.builder.buildkit}});
  }
  return json{{"builders", std::move(list)}}.dump(1, ' ', false, json::error_handler_t::replace);
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return true;
}

// As the XDG base directory specification wants them: for their owner alone. What cannot be made is
// seen when the file is.
void make_folders(const std::filesystem::path& folder) {
  std::filesystem::path so_far;
  for (const std::filesystem::path& part : folder) {
    so_far /= part;
    ::mkdir(so_far.c_str(), S_IRWXU);
  }
}

// By a file beside it and a rename, so that a reader never sees half of it.
void replace_file(const std::filesystem::path& file, std::string_view text) {
  std::string temporary = file.string() + ".XXXXXX";
  const int fd = ::mkostemp(temporary.data(), O_CLOEXEC); // mode 0600
  if (fd < 0) {
    return;
  }
  const bool written = write_all(fd, text);
  if (::close(fd) != 0 || !written || ::rename(temporary.c_str(), file.c_str()) != 0) {
    ::unlink(temporary.c_str());
  }
}

} // namespace

std::optional<model::Builder> BuilderCache::find(const std::string& key, Time now) const {
  if (file_.empty()) {
    return std::nullopt;
  }
  const std::vector<Entry> entries = read_entries(file_);
  const auto found = std::ranges::find(entries, key, &Entry::key);
  if (found == entries.end() || !is_fresh(*found, now)) {
    return std::nullopt;
  }
  return found->builder;
}

void BuilderCache::keep(const std::string& key, const model::Builder& builder, Time now) const {
  if (file_.empty()) {
    return;
  }
  std::vector<Entry> entries{{.key = key, .asked_at = seconds_of(now), .builder = builder}};
  for (Entry& entry : read_entries(file_)) {
    if (entry.key != key && is_fresh(entry, now) && entries.size() < max_entries) {
      entries.push_back(std::move(entry));
    }
  }
  make_folders(file_.parent_path());
  replace_file(file_, to_text(entries));
}

} // namespace tidegate::docker
