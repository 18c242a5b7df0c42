// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/builder_text.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <vector>

namespace tidegate::docker {

namespace {

// Of a line "Key:   value" that begins at the margin: labels and files are indented.
std::string value_of(std::string_view line, std::string_view key) {
  if (!line.starts_with(key) || line.size() == key.size() || line[key.size()] != ':') {
    return {};
  }
  return util::to_printable(util::trim(line.substr(key.size() + 1)));
}

} // namespace

BuilderReport parse_builder_report(std::string_view text) {
  BuilderReport report;
  std::vector<std::string> versions;
  for (const std::string& line : util::split(text, '\n')) {
    if (report.driver.empty()) {
      report.driver = value_of(line, "Driver");
    }
    if (report.error.empty()) {
      report.error = value_of(line, "Error");
    }
    const std::string version = value_of(line, "BuildKit version");
    if (!version.empty() && std::ranges::find(versions, version) == versions.end()) {
      versions.push_back(version);
    }
  }
  report.buildkit = util::join(versions, ",");
  return report;
}

std::string parse_buildx_version(std::string_view text) {
  for (const std::string& line : util::split(text, '\n')) {
    const std::vector<std::string> words = util::split(util::trim(line), ' ');
    const auto package = std::ranges::find_if(
        words, [](const std::string& word) { return word.ends_with("/buildx"); });
    if (package != words.end() && package + 1 != words.end()) {
      return util::to_printable(*(package + 1));
    }
  }
  return {};
}

} // namespace tidegate::docker
