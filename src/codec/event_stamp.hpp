// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"
#include "util/time.hpp"

#include <string>
#include <string_view>

namespace tidegate::codec {

// What the name of an event is made of.
struct EventStamp {
  std::string id;
  Time timestamp;
};

// The first "id" and "timestamp" of an object, read no further than both: an event is up to 8 MiB,
// and its keys come first in what tidegate writes. Error: usage; they are missing or of the wrong
// kind.
Result<EventStamp> read_event_stamp(std::string_view line);

} // namespace tidegate::codec
