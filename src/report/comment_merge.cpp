// SPDX-License-Identifier: Apache-2.0
#include "analysis/same_time.hpp"
#include "report/comment.hpp"
#include "report/comment_fit.hpp"
#include "report/comment_markers.hpp"
#include "report/markdown.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <iterator>
#include <tuple>
#include <utility>

namespace tidegate::report {
namespace {

constexpr std::size_t frame_units = 1500; // headline, notes and their markers
constexpr std::size_t most_sections = 2000;
constexpr std::size_t most_bytes = std::size_t{1} << 20U;
constexpr std::size_t most_damage = 10;

auto age_of(const CommentSection& section) {
  return std::tuple(section.leg.run, section.leg.attempt, section.leg.at);
}

std::string_view symbol_of(CommentVerdict verdict) {
  constexpr std::array<std::string_view, 8> symbols{"✅", "☑️", "🌱", "❔", "⏹️", "⚠️", "⛔", "❌"};
  return symbols.at(static_cast<std::size_t>(verdict));
}

// Reads line by line; what is not between markers is ours to write anew.
class Reader {
public:
  void line(std::string_view text) {
    if (text.starts_with(marker_start)) {
      marker(text);
    } else if (open_) {
      part_->append(text).append("\n");
    }
  }

  ParsedComment finish() {
    if (open_) {
      damaged(fmt::format("the section of \"{}\" has no end", open_->leg.key));
    }
    return std::move(parsed_);
  }

private:
  void marker(std::string_view text) {
    const bool begins = text.starts_with("<!-- tidegate:leg ");
    if (begins && open_) {
      damaged(fmt::format("the section of \"{}\" has no end", open_->leg.key));
    }
    if (begins) {
      begin(text);
    } else if (!open_) {
      return; // the head of the comment
    } else if (text == end_marker) {
      parsed_.sections.push_back(std::move(*open_));
      open_.reset();
    } else if (!turn(text)) {
      damaged(fmt::format("the section of \"{}\" holds an unknown marker", open_->leg.key));
      open_.reset();
    }
  }

  void begin(std::string_view text) {
    open_ = parsed_.sections.size() < most_sections ? parse_leg_marker(text) : std::nullopt;
    if (!open_) {
      damaged("a section does not say whose it is");
      return;
    }
    part_ = &open_->title;
  }

  bool turn(std::string_view text) {
    part_ = nullptr;
    if (text == facts_marker) {
      part_ = &open_->facts;
    } else if (text == table_marker) {
      part_ = &open_->table;
    } else if (text == details_marker) {
      part_ = &open_->details;
    }
    return part_ != nullptr && part_->empty();
  }

  void damaged(std::string why) {
    if (parsed_.damage.size() < most_damage) {
      parsed_.damage.push_back(std::move(why));
    }
  }

  ParsedComment parsed_;
  std::optional<CommentSection> open_;
  std::string* part_{nullptr};
};

std::string plain_lines_of(std::string_view body) {
  std::string text(body.substr(0, most_bytes));
  std::erase(text, '\r'); // an edit in the browser makes CRLF of it
  return text;
}

// Sorted by leg, each once, the newest.
void settle(std::vector<CommentSection>& sections) {
  std::ranges::stable_sort(sections, [](const auto& a, const auto& b) {
    return std::tuple(std::string_view(a.leg.key), age_of(b))
           < std::tuple(std::string_view(b.leg.key), age_of(a));
  });
  const auto rest = std::ranges::unique(
      sections, {}, [](const auto& section) { return std::string_view(section.leg.key); });
  sections.erase(rest.begin(), rest.end());
}

// Moves what was said to a newer run. The time stays that of the text: else many small steps, each
// within what a runner varies by, would never be told.
void renew(CommentLeg& said, const CommentLeg& now) {
  said.run = now.run;
  said.attempt = now.attempt;
  said.at = now.at;
  said.number = now.number;
  said.sha = now.sha;
}

// Puts one own section in, or gives way. True where it gave way to a newer one.
bool enter(std::vector<CommentSection>& sections,
           const CommentSection& own,
           const CommentRules& rules) {
  const auto same = std::ranges::find_if(
      sections, [&](const auto& section) { return section.leg.key == own.leg.key; });
  if (same == sections.end()) {
    sections.push_back(own);
    return false;
  }
  if (age_of(*same) > age_of(own)) {
    return true;
  }
  if (rules.keep_what_is_said && says_the_same(same->leg, own.leg)) {
    renew(same->leg, own.leg);
  } else {
    *same = own;
  }
  return false;
}

std::string counts(const std::vector<CommentSection>& sections, const std::string& current) {
  std::array<std::size_t, 8> numbers{};
  std::size_t earlier = 0;
  for (const auto& section : sections) {
    if (section.leg.sha == current) {
      ++numbers.at(static_cast<std::size_t>(section.leg.verdict));
    } else {
      ++earlier;
    }
  }
  std::string text;
  for (std::size_t i = numbers.size(); i-- > 0;) {
    if (numbers.at(i) > 0) {
      text += fmt::format("{}{}{}",
                          text.empty() ? "" : ", ",
                          sections.size() == 1 ? "" : fmt::format("{} ", numbers.at(i)),
                          to_text(static_cast<CommentVerdict>(i)));
    }
  }
  return earlier == 0 ? text : text + fmt::format(", {} of earlier commits", earlier);
}

std::string head(const std::vector<CommentSection>& sections,
                 const std::string& current,
                 const CommentRules& rules) {
  auto worst = CommentVerdict::pass;
  for (const auto& section : sections) {
    worst = section.leg.sha == current ? std::max(worst, section.leg.verdict) : worst;
  }
  const std::string commit =
      current.empty() ? "" : fmt::format(" at {}", md_text(current.substr(0, 7)));
  return fmt::format("{}\n## {} tidegate: {}{}\n\n",
                     comment_marker(rules.key),
                     symbol_of(worst),
                     counts(sections, current),
                     commit);
}

std::string label(const CommentSection& section, const std::string& current) {
  if (section.leg.sha == current || section.cut >= 4) {
    return "\n";
  }
  return fmt::format("\n<sub>↑ measured on an earlier commit{}</sub>\n\n",
                     section.leg.sha.empty() ? "" : ", " + md_text(section.leg.sha.substr(0, 7)));
}

std::string left_out(const std::vector<CommentSection>& sections, std::size_t gone) {
  constexpr std::array<std::string_view, 4> names{"details", "tables", "facts", "lines"};
  std::string text;
  for (std::size_t part = 0; part < names.size(); ++part) {
    const auto legs = std::ranges::count_if(
        sections, [&](const auto& section) { return section.cut > static_cast<int>(part); });
    if (legs > 0) {
      text += fmt::format("{}{} of {}", text.empty() ? "" : ", ", names.at(part), legs);
    }
  }
  if (gone > 0) {
    text += fmt::format("{}all of {}", text.empty() ? "" : ", ", gone);
  }
  return text.empty() ? text
                      : fmt::format("<sub>Left out, since a comment holds 65,536 characters: {} "
                                    "legs. The job summaries have them.</sub>\n",
                                    text);
}

} // namespace

std::size_t utf16_units(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0U) == 0x80U ? 0 : 1; // one for each first byte
    units += byte >= 0xF0U ? 1 : 0;           // beyond the Basic Multilingual Plane
  }
  return units;
}

bool says_the_same(const CommentLeg& before, const CommentLeg& now) {
  const bool same_time =
      before.milliseconds && now.milliseconds
          ? analysis::same_time(Seconds(static_cast<double>(*before.milliseconds) / 1000),
                                Seconds(static_cast<double>(*now.milliseconds) / 1000))
          : before.milliseconds == now.milliseconds;
  return before.verdict == now.verdict && before.facts == now.facts && same_time;
}

bool is_comment(std::string_view body, std::string_view key) {
  const std::string marker = comment_marker(key);
  const auto after = body.substr(std::min(marker.size(), body.size()));
  return body.starts_with(marker)
         && (after.empty() || after.front() == '\n' || after.front() == '\r');
}

ParsedComment parse_comment(std::string_view body) {
  Reader reader;
  for (const std::string& line : util::split(plain_lines_of(body), '\n')) {
    reader.line(line);
  }
  ParsedComment parsed = reader.finish();
  settle(parsed.sections);
  return parsed;
}

MergedComment merge_comment(std::string_view existing,
                            const std::vector<CommentSection>& own,
                            const CommentRules& rules) {
  ParsedComment parsed = parse_comment(existing);
  auto& sections = parsed.sections;
  MergedComment merged;
  merged.damage = std::move(parsed.damage);
  for (const auto& section : own) {
    merged.older += enter(sections, section, rules) ? 1U : 0U;
  }
  settle(sections);
  const std::size_t gone = fit(sections, rules.limit - std::min(rules.limit, frame_units));
  const std::string current = current_commit(sections);
  merged.body = head(sections, current, rules);
  for (const auto& section : sections) {
    merged.body += section_text(section) + label(section, current);
  }
  merged.body += left_out(sections, gone);
  merged.changed = util::trim(merged.body) != util::trim(plain_lines_of(existing));
  return merged;
}

} // namespace tidegate::report
