// SPDX-License-Identifier: Apache-2.0
// Any bytes as a line of the event log, as those take it who neither judge nor search: the schema,
// the publisher, and what a person hands over as metadata.
#include "adapters/eventlog/segment.hpp"
#include "codec/event_json.hpp"
#include "codec/event_schema.hpp"
#include "codec/event_stamp.hpp"
#include "util/lines.hpp"
#include "util/text.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace tidegate;

namespace {

constexpr std::string_view secret = "s3cret-of-the-fuzzer";

void must(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// What the publisher takes is what the log's readers take, and its place is one we would fetch.
void publish(const std::string& line) {
  const auto mark = eventlog::mark_of_event(line);
  const auto segment = eventlog::make_segment(line + "\n");
  if (mark) {
    must(codec::parse_event(line).has_value());
    must(codec::without_commands(line).find("##[") == std::string::npos);
  }
  if (segment) {
    must(eventlog::is_segment_path(segment->path));
    must(eventlog::is_segment_name(segment->name));
    must(eventlog::has_name(segment->content, segment->path));
  }
  (void)eventlog::is_segment_path(line);
  (void)eventlog::is_segment_folder(line);
}

void metadata(std::string_view text, const util::Redactor& redactor) {
  const auto clean = codec::metadata_text(text, redactor);
  if (clean) {
    must(clean->find(secret) == std::string::npos);
    must(clean->find('\n') == std::string::npos);
    must(codec::metadata_text(*clean, redactor).value_or("") == *clean);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const codec::EventSchema schema;
  static const util::Redactor redactor = [] {
    util::Redactor made;
    made.hide(secret);
    return made;
  }();
  util::each_line({reinterpret_cast<const char*>(data), size}, [&](std::string_view line) {
    const auto complaint = schema.complaint(line);
    must(!complaint || util::to_printable(*complaint) == *complaint);
    (void)codec::read_event_stamp(line);
    publish(std::string(line));
    metadata(line, redactor);
  });
  return 0;
}
