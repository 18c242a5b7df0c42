// SPDX-License-Identifier: Apache-2.0
#include "report/log_lines.hpp"

#include "util/lines.hpp"
#include "util/text.hpp"

#include <algorithm>

namespace tidegate::report {
namespace {

// The end of an over-long line that stays behind: a secret that begins there is not complete yet.
constexpr std::size_t overlap_bytes = 1024;

bool is_plain(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\t' || c == '\n'; });
}

// What a terminal would show of `a\rb\r`: "b".
std::string_view last_state(std::string_view line) {
  while (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  return line.substr(line.rfind('\r') + 1);
}

std::string shown(std::string_view line, const util::Redactor& redactor) {
  return redactor.clean(util::to_printable(last_state(line)));
}

} // namespace

std::string safe_line(std::string_view text, const util::Redactor& redactor) {
  std::string line(text);
  std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return redactor.clean(util::to_printable(line));
}

std::string PlainLines::show(std::string_view line) {
  return key_.take(line) ? "***" : safe_line(line, redactor_);
}

// `block`: whole lines. Cleaning many at once is several times faster than one by one.
void LogLines::hand_over(std::string_view block, const util::Redactor& redactor, const Sink& sink) {
  const bool key = key_.inside() || block.find("-----BEGIN ") != std::string_view::npos;
  if (is_plain(block) && !key) {
    util::each_line(redactor.clean(block), sink);
    return;
  }
  util::each_line(block, [&](std::string_view line) {
    sink(key_.take(line) ? std::string("***") : shown(line, redactor));
  });
}

void LogLines::feed(std::string_view chunk, const util::Redactor& redactor, const Sink& sink) {
  const std::size_t last = chunk.rfind('\n');
  if (last == std::string_view::npos) {
    hold(chunk, redactor, sink);
    return;
  }
  std::string_view block = chunk.substr(0, last + 1);
  if (!held_.empty()) {
    const std::size_t first = block.find('\n') + 1;
    held_.append(block.substr(0, first));
    hand_over(held_, redactor, sink);
    held_.clear();
    block.remove_prefix(first);
  }
  hand_over(block, redactor, sink);
  hold(chunk.substr(last + 1), redactor, sink);
}

void LogLines::hold(std::string_view part, const util::Redactor& redactor, const Sink& sink) {
  held_.append(part);
  // A carriage return at the very end may be the first half of \r\n.
  if (held_.size() > max_line_bytes && held_.find('\r') < held_.size() - 1) {
    held_.erase(0, held_.rfind('\r', held_.size() - 2) + 1);
  }
  if (held_.size() <= max_line_bytes) {
    return;
  }
  const std::string whole = shown(held_, redactor);
  std::size_t cut = whole.size() - std::min(whole.size(), overlap_bytes);
  while (cut > 0 && (static_cast<unsigned char>(whole[cut]) & 0xC0U) == 0x80U) {
    --cut;
  }
  held_ = whole.substr(cut);
  if (cut > 0) {
    sink(std::string_view(whole).substr(0, cut));
  }
}

void LogLines::finish(const util::Redactor& redactor, const Sink& sink) {
  if (!held_.empty()) {
    const std::string line = key_.take(held_) ? "***" : unfinished(redactor);
    held_.clear();
    sink(line);
  }
}

std::string LogLines::unfinished(const util::Redactor& redactor) const {
  return key_.inside() ? "***" : shown(held_, redactor);
}

} // namespace tidegate::report
