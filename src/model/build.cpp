// SPDX-License-Identifier: Apache-2.0
#include "model/build.hpp"

#include "util/text.hpp"

#include <string_view>

namespace tidegate::model {

bool Step::cacheable() const {
  const bool from = instruction == "FROM" || util::starts_with_ignoring_case(instruction, "FROM ");
  return index > 0 && !instruction.empty() && !from;
}

std::string_view to_text(Outcome outcome) {
  switch (outcome) {
  case Outcome::success:
    return "success";
  case Outcome::failure:
    return "failure";
  case Outcome::canceled:
    return "canceled";
  }
  return {};
}

std::string_view to_text(CacheState state) {
  switch (state) {
  case CacheState::cold:
    return "cold";
  case CacheState::warm:
    return "warm";
  case CacheState::partial:
    return "partial";
  }
  return {};
}

std::optional<Outcome> parse_outcome(std::string_view text) {
  for (const Outcome outcome : {Outcome::success, Outcome::failure, Outcome::canceled}) {
    if (text == to_text(outcome)) {
      return outcome;
    }
  }
  return std::nullopt;
}

std::optional<CacheState> parse_cache_state(std::string_view text) {
  for (const CacheState state : {CacheState::cold, CacheState::warm, CacheState::partial}) {
    if (text == to_text(state)) {
      return state;
    }
  }
  return std::nullopt;
}

} // namespace tidegate::model
