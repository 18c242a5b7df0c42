// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/cache_records.hpp"

#include "adapters/docker/engine_answer.hpp"
#include "adapters/docker/engine_socket.hpp"
#include "adapters/docker/json_values.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

namespace tidegate::docker {
namespace {

using nlohmann::json;

void add_texts(std::vector<std::string>& texts, const json& list) {
  for (const json& entry : list) {
    if (const auto* text = entry.get_ptr<const std::string*>(); text != nullptr) {
      texts.push_back(*text);
    }
  }
}

std::vector<std::string> parents_of(const json& record) {
  std::vector<std::string> parents;
  // Engines up to 28 write the key with a blank in front (api/types/build/cache.go).
  for (const char* key : {"Parents", " Parents"}) {
    add_texts(parents, list_of(record, key));
  }
  return parents;
}

} // namespace

Result<std::vector<model::CacheRecord>> cache_records(ports::Ports ports) {
  std::vector<model::CacheRecord> records;
  const auto socket = engine_socket(ports.environment);
  if (!socket) {
    return records;
  }
  auto answer = ask_engine(ports.http, *socket, "/system/df?type=build-cache");
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  const json usage = parse_json(answer->value_or("{}"));
  for (const json& record : list_of(usage, "BuildCache")) {
    if (text_of(record, "Type") == "regular") {
      records.push_back({.id = text_of(record, "ID"),
                         .parents = parents_of(record),
                         .description = text_of(record, "Description"),
                         .bytes = count_of(record, "Size").value_or(0),
                         .created = time_of(record, "CreatedAt"),
                         .last_used = time_of(record, "LastUsedAt")});
    }
  }
  return records;
}

} // namespace tidegate::docker
