// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tidegate::actions {

// Of the file that GITHUB_EVENT_PATH names: what started the run (docs.github.com, webhook payloads
// pull_request and workflow_run). Fields are empty where they are missing.
struct StartingEvent {
  static constexpr std::size_t most_bytes = std::size_t{32} << 20U; // GitHub's own limit is 25 MB

  std::string pull_request; // number
  std::string head_sha;     // of the pull request
  std::string head_repository;
  std::string base_repository;
  std::string base_ref;     // branch name
  std::string base_sha;     // its tip when the event was sent
  std::string workflow_run; // id of the run that ended
};

// Anything else than such an object gives an empty event.
StartingEvent read_starting_event(std::string_view text);

} // namespace tidegate::actions
