// SPDX-License-Identifier: Apache-2.0
#include "commands/adapted_starter.hpp"

#include "util/lines.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>

namespace tidegate::commands {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

// Words that YAML 1.1 readers take for something else than text.
bool is_yaml_word(std::string_view text) {
  constexpr std::array<std::string_view, 9> words{
      "true", "false", "yes", "no", "on", "off", "null", "y", "n"};
  return std::ranges::find(words, text) != words.end();
}

bool is_plain(std::string_view name) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz";
  constexpr std::string_view others = "0123456789-_./";
  return !name.empty() && letters.find(name.front()) != std::string_view::npos
         && !is_yaml_word(name) && std::ranges::all_of(name, [&](char c) {
              return letters.find(c) != std::string_view::npos
                     || others.find(c) != std::string_view::npos;
            });
}

// A name as a filter of branches: `+` and `!` mean something there, `*`, `?` and `[` no name has
// (git-check-ref-format(1)).
std::string branch_filter(std::string_view branch) {
  if (is_plain(branch)) {
    return std::string(branch);
  }
  std::string quoted = "'";
  for (const char c : branch) {
    quoted += c == '+' || c == '!' ? "\\" : "";
    quoted += c == '\'' ? "''" : std::string(1, c);
  }
  return quoted + "'";
}

} // namespace

std::string
adapted_starter(std::string_view text, std::string_view action, std::string_view branch) {
  constexpr std::string_view copying =
      "# Starter workflow: copy it to .github/workflows/, then replace OWNER and the zeros "
      "(workflows/README.md says how).\n";
  std::string adapted(text);
  replace_all(adapted,
              copying,
              action.empty() ? "# Written by tidegate init. Replace OWNER by the owner of the "
                               "tidegate repository that you use, and the zeros\n"
                               "# by the full id of a commit of it.\n"
                             : "# Written by tidegate init; yours to change.\n");
  replace_all(adapted, " Copy it to .github/tidegate.yml.", "");
  replace_all(
      adapted, "\n    branches: [main]\n", "\n    branches: [" + branch_filter(branch) + "]\n");
  if (!action.empty()) {
    replace_all(adapted, placeholder_action, action);
  }
  return adapted;
}

std::vector<std::string> other_placeholders(std::string_view workflow) {
  constexpr std::string_view uses = "uses: ";
  constexpr std::string_view zeros = "@0000000000000000000000000000000000000000";
  std::vector<std::string> found;
  util::each_line(workflow, [&](std::string_view line) {
    const std::size_t begin = line.find(uses);
    const std::size_t end = line.find(zeros);
    if (begin == std::string_view::npos || end == std::string_view::npos) {
      return;
    }
    const std::string used(
        line.substr(begin + uses.size(), end + zeros.size() - begin - uses.size()));
    if (used != placeholder_action && std::ranges::find(found, used) == found.end()) {
      found.push_back(used);
    }
  });
  return found;
}

} // namespace tidegate::commands
