// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>

// A segment is a file of event lines that never changes once it is written. Its name says what is
// in it: `<ULID of the first event>-<first 16 hex digits of the SHA-256 of all of it>.jsonl`, and
// so does its place on the event branch, `events/YYYY/MM/DD/h/h/<name>` with the day of its events
// (UTC) and the first two of the 16 digits. The same events in the same order are one file, whoever
// writes them.
namespace tidegate::eventlog {

constexpr std::size_t usual_segment = 1U << 20U;    // a new one is begun then
constexpr std::size_t largest_segment = 16U << 20U; // more is refused
constexpr std::size_t largest_event = 8U << 20U;    // one line

struct Segment {
  std::string name;
  std::string path; // on the branch
  std::string content;
  int events{0}; // lines
};

// Error: usage; the first line is no event, or it is too large.
Result<Segment> make_segment(std::string content);

bool is_segment_name(std::string_view name);
// Whole and consistent in itself.
bool is_segment_path(std::string_view path);
// A folder on the way to such files: "events", "events/2026", ..., "events/2026/11/21/a/b".
bool is_segment_folder(std::string_view path);

// The content is what the name promises: its hash, its first event and, of a whole path, the day of
// that. One content has one name.
bool has_name(std::string_view content, std::string_view name);

// "2026-11-21" of a segment's path.
std::string day_of(std::string_view path);

// The id where it is a ULID; else one made from the time and the text, always the same.
struct EventMark {
  std::string ulid;
  std::string day; // "2026-11-21"
};

// From its id and time alone; what else the line holds is not looked at. Error: usage.
Result<EventMark> mark_of(std::string_view line);
// Of a line that is an event. Error: usage, says why it cannot be published.
Result<EventMark> mark_of_event(std::string_view line);

// The first `digits` of the SHA-256 in hex.
std::string short_hash(std::string_view bytes, std::size_t digits);

} // namespace tidegate::eventlog
