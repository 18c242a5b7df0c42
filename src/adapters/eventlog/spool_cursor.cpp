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

constexpr std::string_view head = "tidegate spool 1";

// "at 8123 2026-11.jsonl", "new <name of a segment>", "unsure"
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
  std::uint64_t position = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), position);
  line.remove_prefix(static_cast<std::size_t>(end - line.data()));
  if (error != std::errc{} || !line.starts_with(' ') || line.size() < 2) {
    return false;
  }
  cursor.positions[std::string(line.substr(1))] = position;
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
    text += fmt::format("at {} {}\n", position, file);
  }
  text += cursor.unsure ? "unsure\n" : "";
  for (const std::string& name : cursor.segments) {
    text += fmt::format("new {}\n", name);
  }
  return write_whole(folder / "cursor", text, Durable::yes);
}

} // namespace tidegate::eventlog
