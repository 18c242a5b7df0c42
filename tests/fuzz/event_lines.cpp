// SPDX-License-Identifier: Apache-2.0
// A log that is searched: the scan and the parser must say the same of each line, and the scan must
// take nothing that the parser refuses.
#include "codec/event_filter.hpp"
#include "codec/json_members.hpp"
#include "codec/json_reader.hpp"
#include "util/json_bounds.hpp"
#include "util/lines.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

namespace {

using namespace tidegate;

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

// Each key of the parser has the value that the last member of that name has.
void compare_members(std::string_view line) {
  std::vector<codec::JsonMember> members;
  if (!codec::scan_members(line, members)) {
    return;
  }
  const auto parsed = codec::parse_object(line);
  require(parsed.has_value());
  for (const auto& [key, value] : parsed->items()) {
    require(nlohmann::json::parse(codec::value_of(members, key), nullptr, false) == value);
  }
}

// Of JSON only what is too deep or too much is refused.
void compare_parsers(std::string_view line) {
  const auto parsed = codec::parse_object(line);
  const auto plain = nlohmann::json::parse(line, nullptr, false);
  require(parsed ? *parsed == plain : !plain.is_object() || !util::json_excess(line).empty());
}

Time moment(const char* text) {
  return util::parse_rfc3339(text).value();
}

void compare_answers(std::string_view line) {
  static std::array<codec::LineFilter, 5> questions{
      codec::LineFilter({}),
      codec::LineFilter({.types = {"docker_build", "deployment"}}),
      codec::LineFilter(
          {.since = moment("2026-01-01T00:00:00Z"), .until = moment("2027-01-01T00:00:00Z")}),
      codec::LineFilter({.keys = {{"run.job", "build"}, {"metadata.success", "true"}}}),
      codec::LineFilter({.keys = {{"schema", "1"}}, .text = "Docker"})};
  for (auto& question : questions) {
    const auto found = question.look(line);
    const auto parsed = question.parse(line);
    require(found.reading == parsed.reading && found.id == parsed.id
            && found.timestamp == parsed.timestamp);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  util::each_line({reinterpret_cast<const char*>(data), size}, [](std::string_view line) {
    compare_members(line);
    compare_parsers(line);
    compare_answers(line);
    (void)codec::found_event(line);
  });
  return 0;
}
