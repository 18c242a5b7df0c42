// SPDX-License-Identifier: Apache-2.0
#include "report/comment_markers.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::string_view zero_width_space = "\xE2\x80\x8B";
constexpr std::string_view leg_start = "<!-- tidegate:leg v1 ";
constexpr std::string_view line_end = " -->";
constexpr std::size_t longest_key = 100;
constexpr std::size_t longest_sha = 64;
constexpr int parts = 4;

constexpr std::array<std::string_view, 8> verdict_words{
    "pass", "built", "learning", "inconclusive", "canceled", "warn", "fail", "broken"};

bool is_plain(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'
         || c == '.';
}

std::string encoded(std::string_view text) {
  std::string value;
  for (const char c : text) {
    value += is_plain(c)
                 ? std::string(1, c)
                 : fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return value;
}

std::optional<std::string> decoded(std::string_view value) {
  std::string text;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (is_plain(value[i])) {
      text += value[i];
      continue;
    }
    unsigned byte = 0;
    const char* const digits = value.data() + i + 1;
    if (value[i] != '%' || value.size() - i < 3
        || std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) {
      return std::nullopt;
    }
    text += static_cast<char>(byte);
    i += 2;
  }
  return text;
}

// Takes `name=value` and the blank behind it off the line.
class Fields {
public:
  explicit Fields(std::string_view rest)
      : rest_(rest) {}

  std::string_view take(std::string_view name) {
    const bool named = rest_.starts_with(name) && rest_.substr(name.size()).starts_with('=');
    good_ = good_ && named;
    if (!good_) {
      return {};
    }
    rest_.remove_prefix(name.size() + 1);
    const auto end = std::min(rest_.find(' '), rest_.size());
    const auto value = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return value;
  }

  std::uint64_t number(std::string_view name) {
    const std::string value(take(name));
    std::uint64_t result = 0;
    const auto end = value.data() + value.size();
    const auto read = std::from_chars(value.data(), end, result);
    good_ = good_ && read.ec == std::errc{} && read.ptr == end;
    return result;
  }

  std::string text(std::string_view name, std::size_t longest) {
    const auto value = decoded(take(name));
    good_ = good_ && value.has_value() && value->size() <= longest;
    return good_ ? *value : std::string{};
  }

  [[nodiscard]] bool whole() const { return good_ && rest_.empty(); }

private:
  std::string_view rest_;
  bool good_{true};
};

} // namespace

std::string_view to_text(CommentVerdict verdict) {
  return verdict_words.at(static_cast<std::size_t>(verdict));
}

std::string comment_marker(std::string_view key) {
  return fmt::format("<!-- tidegate:comment v1 {} -->", encoded(key));
}

std::string leg_marker(const CommentSection& section) {
  const CommentLeg& leg = section.leg;
  return fmt::format(
      "{}leg={} run={} attempt={} at={} number={} sha={} verdict={} ms={} facts={} cut={}{}",
      leg_start,
      encoded(leg.key),
      leg.run,
      leg.attempt,
      leg.at,
      leg.number,
      encoded(leg.sha),
      to_text(leg.verdict),
      leg.milliseconds ? fmt::format("{}", *leg.milliseconds) : "none",
      leg.facts,
      section.cut,
      line_end);
}

std::optional<CommentSection> parse_leg_marker(std::string_view line) {
  if (!line.starts_with(leg_start) || !line.ends_with(line_end)
      || line.size() < leg_start.size() + line_end.size()) {
    return std::nullopt;
  }
  line.remove_prefix(leg_start.size());
  line.remove_suffix(line_end.size());
  Fields fields(line);
  CommentSection section;
  CommentLeg& leg = section.leg;
  leg.key = fields.text("leg", longest_key);
  leg.run = fields.number("run");
  leg.attempt = fields.number("attempt");
  leg.at = fields.number("at");
  leg.number = fields.number("number");
  leg.sha = fields.text("sha", longest_sha);
  const auto word = std::ranges::find(verdict_words, fields.take("verdict"));
  Fields time = fields;
  if (time.take("ms") == "none") {
    fields = time;
  } else {
    leg.milliseconds = fields.number("ms");
  }
  leg.facts = fields.number("facts");
  const auto cut = fields.number("cut");
  if (!fields.whole() || word == verdict_words.end() || cut > parts || leg.key.empty()) {
    return std::nullopt;
  }
  leg.verdict = static_cast<CommentVerdict>(word - verdict_words.begin());
  section.cut = static_cast<int>(cut);
  // Only what leg_marker() writes: a key with another spelling would be another leg to a reader.
  const bool exact = leg_marker(section) == fmt::format("{}{}{}", leg_start, line, line_end)
                     && leg.key == comment_key(leg.key);
  return exact ? std::optional(section) : std::nullopt;
}

std::string without_markers(std::string_view markdown) {
  constexpr std::string_view opening = "<!--";
  std::string lines(markdown);
  std::erase(lines, '\r'); // first: what is around it comes together
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += lines[i];
    if (lines[i] == '!' && i > 0 && lines.compare(i - 1, opening.size(), opening) == 0) {
      text += zero_width_space;
    }
  }
  if (!text.empty() && !text.ends_with('\n')) {
    text += '\n';
  }
  return text;
}

} // namespace tidegate::report
