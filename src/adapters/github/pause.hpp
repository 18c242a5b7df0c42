// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/http.hpp"
#include "util/time.hpp"

#include <optional>
#include <string>

namespace tidegate::github {

// Why a request is to be made again, and not before when.
struct Pause {
  Seconds span{0};
  std::string why;
  bool rate_limited{false}; // the request was not carried out
  bool told{false};         // by GitHub; else the span is ours
};

// What an answer asks for (docs.github.com, "Rate limits for the REST API"): `retry-after`, else
// the reset of a limit that is used up, else a minute and more for a secondary limit, else a
// growing time for a server error. nullopt: repeating would not help. `attempt` counts from 1;
// `now` is used where the server does not tell its own time.
std::optional<Pause> pause_asked_for(const ports::HttpAnswer& answer, int attempt, Time now);

// 0.5 to 1 second before the second attempt, and twice as long each time, up to a minute.
Seconds back_off(int attempt);

} // namespace tidegate::github
