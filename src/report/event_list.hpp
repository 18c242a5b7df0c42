// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace tidegate::report {

struct ListedEvent {
  std::string timestamp;
  std::string type;
  std::string id;
  std::string place;    // repository and job; may be empty
  std::string metadata; // JSON
};

// One line with its newline, printable whatever the event holds.
std::string event_line(const ListedEvent& event);

} // namespace tidegate::report
