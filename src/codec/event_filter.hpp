// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <memory>
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

enum class Reading { event, other, damaged }; // other: an event that is not asked for

struct FilteredLine {
  Reading reading{Reading::damaged};
  Time timestamp{}; // of what is not damaged
  std::string id{}; // of what is asked for
};

// Looks through lines by the million: the usual line is not parsed, only scanned; what the scan
// cannot tell for certain is left to the parser. Never fails: what is no event is `damaged`.
class LineFilter {
public:
  explicit LineFilter(EventFilter filter);
  LineFilter(const LineFilter&) = delete;
  LineFilter& operator=(const LineFilter&) = delete;
  ~LineFilter();

  FilteredLine look(std::string_view line);

  // The same by the parser alone, slowly.
  FilteredLine parse(std::string_view line);

private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// An event as far as a list shows it.
struct FoundEvent {
  std::string id;
  std::string timestamp;
  std::string type;
  std::string repository; // empty: not known
  std::string job;
  std::string metadata; // JSON on one line, as it is written there
};

// Of a line that is an event; of another one, nothing.
FoundEvent found_event(std::string_view line);

} // namespace tidegate::codec
