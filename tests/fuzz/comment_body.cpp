// SPDX-License-Identifier: Apache-2.0
// Any text as the comment that is already there: the own section is in the new one, which can be
// read again, is not too long, and does not change when it is written once more.
#include "report/comment.hpp"
#include "report/comment_markers.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace tidegate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  report::CommentSection own;
  own.leg.key = report::comment_key(text.substr(0, 20));
  own.leg.run = UINT64_MAX;
  own.title = "### own\n";
  own.facts = report::without_markers(text);
  const auto merged = report::merge_comment(text, {own});
  const auto parsed = report::parse_comment(merged.body);
  const bool there = std::ranges::any_of(
      parsed.sections, [&](const auto& section) { return section.leg.key == own.leg.key; });
  if (!there || report::utf16_units(merged.body) > report::max_comment_units
      || !report::is_comment(merged.body, "builds")) {
    std::abort();
  }
  if (report::merge_comment(merged.body, {own}).body != merged.body) {
    std::abort();
  }
  return 0;
}
