// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/build/build.hpp"
#include "commands/settings.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// One source, or an image alone; "-" as a path is standard input.
struct ObserveOptions {
  std::string rawjson;       // path of a --progress=rawjson log
  std::string log;           // path of a --progress=plain log
  std::string record;        // path of a .dockerbuild file
  std::string image;         // path of an image archive, alone or beside a source
  bool history{false};       // the engine's own history,
  std::string ref;           // of this build; empty: what the metadata names, else the newest
  std::string metadata;      // path of a --metadata-file of that build; empty: none
  std::string metadata_text; // the same as text, as docker/build-push-action gives it
  std::string dockerfile;    // path, for lines that the source does not know
  bool publish{false};       // record, judge and report as `build` does; else only print
  SettingsOverrides settings;
  Format format{Format::text};
  bool summary{true};
  bool stdout_is_log{false};
  std::string github_token{};       // empty: GITHUB_TOKEN or GH_TOKEN
  std::optional<Sharing> sharing{}; // beyond the job; absent: nothing
  std::vector<std::string> secrets; // values that must be neither shown nor stored
};

// Prints the record of a build that something else ran, or of each of several. Returns 0 where one
// could be read, also of a failed build; 1 where it was published and the gate failed. Error:
// usage, or external where nothing could be read.
Result<int> run_observe(const ObserveOptions& options, ports::Ports ports);

} // namespace tidegate::commands
