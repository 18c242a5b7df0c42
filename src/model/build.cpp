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

std::string_view to_text(MissCause cause) {
  switch (cause) {
  case MissCause::first_build:
    return "first-build";
  case MissCause::no_cache:
    return "no-cache";
  case MissCause::cache_failed:
    return "cache-failed";
  case MissCause::base_changed:
    return "base-changed";
  case MissCause::instruction_changed:
    return "instruction-changed";
  case MissCause::order_changed:
    return "order-changed";
  case MissCause::argument_changed:
    return "argument-changed";
  case MissCause::files_changed:
    return "files-changed";
  case MissCause::input_rebuilt:
    return "input-rebuilt";
  case MissCause::not_in_cache:
    return "not-in-cache";
  case MissCause::unknown:
    return "unknown";
  }
  return {};
}

std::string_view to_text(Source source) {
  switch (source) {
  case Source::run:
    return "run";
  case Source::rawjson:
    return "rawjson";
  case Source::history:
    return "history";
  case Source::record:
    return "record";
  case Source::plain:
    return "plain";
  case Source::image:
    return "image";
  }
  return {};
}

namespace {

// The values of an enumeration count up from 0 to `last`.
template<typename Enum>
std::optional<Enum> parse_word(std::string_view text, Enum last) {
  for (int value = 0; value <= static_cast<int>(last); ++value) {
    if (text == to_text(static_cast<Enum>(value))) {
      return static_cast<Enum>(value);
    }
  }
  return std::nullopt;
}

} // namespace

std::optional<Outcome> parse_outcome(std::string_view text) {
  return parse_word(text, Outcome::canceled);
}

std::optional<CacheState> parse_cache_state(std::string_view text) {
  return parse_word(text, CacheState::partial);
}

std::optional<MissCause> parse_miss_cause(std::string_view text) {
  return parse_word(text, MissCause::unknown);
}

std::optional<Source> parse_source(std::string_view text) {
  return parse_word(text, Source::image);
}

} // namespace tidegate::model
