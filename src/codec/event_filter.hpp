// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::codec {

// What `events query` asks for; what is empty does not matter.
struct EventFilter {
  std::vector<std::string> types{}; // any of them
  std::optional<Time> since{};
  std::optional<Time> until{}; // exclusive
  // All of them: a path from the top ("run.workflow", "metadata.tag") and what stands there, a text
  // as it is, everything else as JSON ("true", "12").
  std::vector<std::pair<std::string, std::string>> keys{};
  std::string text{}; // anywhere in the line, upper and lower case alike (ASCII)
};

// An event as far as a list shows it.
struct FoundEvent {
  std::string id;
  std::string timestamp;
  std::string type;
  std::string repository; // empty: not known
  std::string job;
  std::string metadata; // JSON on one line
};

enum class Reading { event, other, damaged }; // other: an event that is not asked for

struct FilteredLine {
  Reading reading{Reading::damaged};
  FoundEvent event{};
};

// Never fails: what is no event is `damaged`.
FilteredLine filter_line(std::string_view line, const EventFilter& filter);

} // namespace tidegate::codec
