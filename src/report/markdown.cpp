// SPDX-License-Identifier: Apache-2.0
#include "report/markdown.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::string_view zero_width_space = "\xE2\x80\x8B";

bool is_harmless(char c) {
  constexpr std::string_view harmless = " ,;:%?!'/+=-().\"";
  const bool letter_or_digit =
      (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter_or_digit || static_cast<unsigned char>(c) >= 0x80
         || harmless.find(c) != std::string_view::npos;
}

// "www.", "https:" and ":emoji:" become something else without any bracket.
bool makes_link(std::string_view line, std::size_t at) {
  if (line[at] == '.') {
    return at > 0 && (line[at - 1] == 'w' || line[at - 1] == 'W');
  }
  const char after = at + 1 < line.size() ? line[at + 1] : ' ';
  return line[at] == ':' && after != ' ' && (after < '0' || after > '9');
}

std::string one_line(std::string_view text, std::size_t limit) {
  std::string line(text.substr(0, limit * 2));
  std::ranges::replace_if(line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return util::shorten(util::to_printable(line), limit);
}

bool is_digit_at(std::string_view line, std::size_t at) {
  return at < line.size() && line[at] >= '0' && line[at] <= '9';
}

// "#1", "owner/name#1" and "GH-1" would tell the issue that somebody speaks of it.
bool refers(std::string_view line, std::size_t at) {
  const auto is = [&](std::size_t back, char letter) {
    return at >= back && (line[at - back] | 0x20) == letter;
  };
  return is_digit_at(line, at + 1)
         && (line[at] == '#' || (line[at] == '-' && is(2, 'g') && is(1, 'h')));
}

// GitHub looks for mentions, references and addresses in the text after the entities are resolved,
// but not inside <code>: an invisible space keeps the sign from what it stands before.
std::string escaped(std::string_view line, bool in_code) {
  std::string markdown;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool plain = is_harmless(c) && !makes_link(line, i);
    markdown += plain ? std::string(1, c) : fmt::format("&#{};", static_cast<int>(c));
    if (!in_code && (c == '@' || refers(line, i))) {
      markdown += zero_width_space;
    }
  }
  return markdown;
}

std::size_t longest_run_of_backticks(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::vector<std::size_t> used_columns(std::size_t count,
                                      const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> used;
  for (std::size_t column = 0; column < count; ++column) {
    if (std::ranges::any_of(rows, [&](const auto& cells) { return !cells[column].empty(); })) {
      used.push_back(column);
    }
  }
  return used;
}

std::string row(const std::vector<std::string>& cells) {
  return "| " + util::join(cells, " | ") + " |\n";
}

} // namespace

std::string md_text(std::string_view text, std::size_t limit) {
  return escaped(one_line(text, limit), false);
}

std::string md_code(std::string_view text, std::size_t limit) {
  return "<code>" + escaped(one_line(text, limit), true) + "</code>";
}

std::string md_fence(std::string_view text, std::size_t limit) {
  std::string body;
  std::string_view kept = text.substr(0, limit);
  kept.remove_suffix(kept.ends_with('\n') ? 1 : 0);
  for (const std::string& line : util::split(kept, '\n')) {
    body += util::to_printable(line) + "\n";
  }
  if (text.size() > limit) {
    body += "… (cut)\n";
  }
  const std::string fence(std::max<std::size_t>(3, longest_run_of_backticks(body) + 1), '`');
  return fence + "text\n" + body + fence + "\n";
}

std::string md_table(const std::vector<std::string>& columns,
                     const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::string> names;
  std::vector<std::string> rules;
  const std::vector<std::size_t> used = used_columns(columns.size(), rows);
  for (const std::size_t column : used) {
    const bool right = columns[column].starts_with('>');
    names.push_back(right ? columns[column].substr(1) : columns[column]);
    rules.emplace_back(right ? "---:" : "---");
  }
  std::string table = row(names) + row(rules);
  for (const auto& cells : rows) {
    std::vector<std::string> kept;
    kept.reserve(used.size());
    for (const std::size_t column : used) {
      kept.push_back(cells[column]);
    }
    table += row(kept);
  }
  return table;
}

std::string md_details(std::string_view title, std::string_view markdown) {
  return markdown.empty()
             ? std::string{}
             : fmt::format("<details><summary>{}</summary>\n\n{}\n</details>\n\n", title, markdown);
}

} // namespace tidegate::report
