// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/spool_cursor.hpp"

#include "adapters/eventlog/files.hpp"
#include "adapters/eventlog/segment.hpp"
#include "util/text.hpp"

#include <charconv>
#include <fmt/format.h>
#include <string_view>

namespace tidegate::eventlog {
namespace {

constexpr std::string_view head = "tidegate spool 2";

// A number and the blank behind it; false where there is none.
bool take_number(std::string_view& text, std::uint64_t& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  const bool good = error == std::errc{} && text.starts_with(' ');
  text.remove_prefix(good ? 1 : 0);
  return good;
}

// "at 8123 <mark> /path/2026-11.jsonl", "new <name of a segment>", "unsure"
bool read_line(std::string_view line, SpoolCursor& cursor) {
  if (line.starts_with("new ") && is_segment_name(line.substr(4))) {
    cursor.segments.emplace(line.substr(4));
    return true;
  }
  if (line == "unsure") {
    cursor.unsure = true;
    return true;
  }
  if (!line.starts_with("at ")) {
    return false;
  }
  line.remove_prefix(3);
  EventLog::Position position;
  if (!take_number(line, position.offset) || !take_number(line, position.mark) || line.empty()) {
    return false;
  }
  cursor.positions[std::string(line)] = position;
  return true;
}

} // namespace

SpoolCursor read_cursor(const std::filesystem::path& folder) {
  constexpr std::size_t longest = 16U << 20U;
  SpoolCursor nothing{.positions = {}, .segments = {}, .unsure = true};
  const auto text = read_whole(folder / "cursor", longest);
  if (!text) {
    return nothing;
  }
  const auto lines = util::split(*text, '\n');
  if (lines.empty() || lines.front() != head) {
    return nothing;
  }
  SpoolCursor cursor;
  for (std::size_t i = 1; i + 1 < lines.size(); ++i) {
    if (!read_line(lines[i], cursor)) {
      return nothing;
    }
  }
  return cursor;
}

Result<void> write_cursor(const std::filesystem::path& folder, const SpoolCursor& cursor) {
  std::string text = fmt::format("{}\n", head);
  for (const auto& [file, position] : cursor.positions) {
    text += fmt::format("at {} {} {}\n", position.offset, position.mark, file);
  }
  text += cursor.unsure ? "unsure\n" : "";
  for (const std::string& name : cursor.segments) {
    text += fmt::format("new {}\n", name);
  }
  return write_whole(folder / "cursor", text, Durable::yes);
}

} // namespace tidegate::eventlog
