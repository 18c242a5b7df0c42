// SPDX-License-Identifier: Apache-2.0
// templates/tidegate.yml and its schema say what the program does.
#include "adapters/config/config.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

using namespace tidegate;
using Names = std::vector<std::string>;

TEST_CASE("the starter configuration is valid and equals the defaults") {
  const std::filesystem::path templates = std::filesystem::path(TEST_DATA) / "../../templates";
  const auto settings = config::load(templates / "tidegate.yml");
  REQUIRE_MESSAGE(settings, (settings ? "" : settings.error().message));
  CHECK(*settings == model::Settings{});
}

TEST_CASE("the starter configuration is still valid with every example line switched on") {
  std::ifstream stream(std::filesystem::path(TEST_DATA) / "../../templates/tidegate.yml");
  std::string text;
  Names missing = config::known_keys();
  for (std::string line; std::getline(stream, line);) {
    const auto hash = line.find("# ");
    const bool example = hash != std::string::npos && line.find_first_not_of(' ') == hash;
    const std::string rest = example ? line.substr(hash + 2) : line;
    const std::string key =
        rest.substr(0, rest.find(':')).substr(std::min(rest.find_first_not_of(' '), rest.size()));
    const auto found = std::ranges::find_if(missing, [&](const std::string& name) {
      return rest.find(':') != std::string::npos && name.substr(name.rfind('.') + 1) == key;
    });
    if (found != missing.end()) {
      missing.erase(found);
      text += (example ? line.substr(0, hash) : "") + rest + "\n";
    }
  }
  CHECK(missing.empty()); // every key has its line
  const auto settings = config::parse(text, "t.yml");
  REQUIRE_MESSAGE(settings, (settings ? text : settings.error().message + "\n" + text));
  CHECK(settings->policy.max_build_time == Seconds(600));
  CHECK(settings->shown_build_args == Names{"VERSION", "VARIANT"});
  CHECK(settings->timezone == "Europe/Berlin");
}

namespace {

void collect(const nlohmann::json& schema, const std::string& prefix, Names& names) {
  if (!schema.contains("properties")) {
    return;
  }
  CHECK_MESSAGE(schema.value("additionalProperties", true) == false, prefix);
  for (const auto& [key, value] : schema.at("properties").items()) {
    names.push_back(prefix + key);
    collect(value, prefix + key + ".", names);
  }
}

} // namespace

TEST_CASE("the configuration's schema has exactly the keys that the parser knows") {
  std::ifstream stream(std::filesystem::path(TEST_DATA)
                       / "../../templates/schemas/config.schema.json");
  const auto schema = nlohmann::json::parse(stream, nullptr, false);
  REQUIRE(schema.is_object());
  Names in_schema;
  collect(schema, "", in_schema);
  Names known = config::known_keys();
  std::ranges::sort(in_schema);
  std::ranges::sort(known);
  CHECK(in_schema == known);
}

TEST_CASE("the defaults in the configuration's schema are those of the program") {
  std::ifstream stream(std::filesystem::path(TEST_DATA)
                       / "../../templates/schemas/config.schema.json");
  const auto schema = nlohmann::json::parse(stream, nullptr, false);
  const auto& gate = schema["properties"]["gate"]["properties"];
  const auto& sigma = gate["sigma"]["properties"];
  const auto& events = schema["properties"]["events"]["properties"];
  const model::Settings settings;
  CHECK(sigma["k"]["default"] == settings.policy.sigma.k);
  CHECK(sigma["window"]["default"] == settings.policy.sigma.window);
  CHECK(sigma["min-samples"]["default"] == settings.policy.sigma.min_samples);
  CHECK(gate["mode"]["default"] == "prediction");
  CHECK(settings.policy.mode == model::GateMode::prediction);
  CHECK(gate["profile"]["default"] == "default");
  CHECK(gate["confirm"]["default"] == settings.policy.confirm);
  CHECK(gate["confirm-limit"]["default"] == "10m");
  CHECK(settings.policy.confirm_limit == Seconds{600});
  CHECK(gate["on-inconclusive"]["default"] == "warn");
  CHECK(gate["on-creep"]["default"] == "warn");
  CHECK(gate["on-fail"]["default"] == "fail");
  CHECK(schema["properties"]["on-cache-failure"]["default"] == "rebuild");
  CHECK(schema["properties"]["cache-export-limit"]["default"] == "10m");
  CHECK(settings.export_limits.total == Seconds{600});
  CHECK(schema["properties"]["cache-export-stall"]["default"] == "2m");
  CHECK(settings.export_limits.stall == Seconds{120});
  CHECK(events["dir"]["default"] == settings.events_dir);
  CHECK(events["layout"]["default"] == "default");
  CHECK(schema["properties"]["store"]["default"] == settings.store);
  CHECK(schema["properties"]["timezone"]["default"] == settings.timezone);
}
