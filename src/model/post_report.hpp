// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event_reports.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::model {

// What became of a comment or a check run, for people and for programs.
struct PostReport {
  enum class Status {
    posted,
    unchanged, // it says the same already
    nothing,   // there is no pull request, or nothing to say
    refused    // `trouble` says why and what to do
  };

  std::string kind{}; // "comment", "check"
  Status status{Status::nothing};
  std::string repository{};
  std::string pull_request{}; // number; empty: none
  std::string url{};          // of the comment or the check run
  std::vector<std::string> legs{};
  std::vector<std::string> notes{}; // what was left out or could not be read
  Trouble trouble{};

  bool operator==(const PostReport&) const = default;
};

std::string_view to_text(PostReport::Status status);

} // namespace tidegate::model
