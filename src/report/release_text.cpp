// SPDX-License-Identifier: Apache-2.0
#include "report/release_text.hpp"

#include "report/text_lines.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

namespace tidegate::report {
namespace {

using model::ReleaseGate;
using model::Status;

constexpr std::size_t most_reasons = 10; // of one gate
constexpr std::size_t longest_reason = 500;
constexpr int name_width = 12;
constexpr int status_width = 13;

std::string headline(const model::Release& release) {
  switch (model::gravest(release.gates)) {
  case Status::fail:
    return "closed";
  case Status::warn:
    return "open, with warnings";
  case Status::inconclusive:
    return "open, but not all is known";
  default:
    return "open";
  }
}

std::string place(const model::Release& release) {
  std::string text =
      release.commit.empty()
          ? fmt::format("the newest build of {}",
                        util::counted(static_cast<int>(release.builds.size()), "thing"))
          : "commit " + release.commit;
  if (!release.branch.empty()) {
    text += ", branch " + release.branch;
  }
  if (!release.repository.empty()) {
    text += " of " + release.repository;
  }
  return safe_text(text);
}

void add_line(std::string& text,
              std::string_view name,
              std::string_view status,
              std::string_view reason) {
  text += fmt::format("  {:<{}} {:<{}} {}\n",
                      name,
                      name_width,
                      status,
                      status_width,
                      safe_text(reason, longest_reason));
}

void add_gate(std::string& text, const ReleaseGate& gate) {
  const std::size_t shown = std::min(gate.reasons.size(), most_reasons);
  for (std::size_t i = 0; i < shown; ++i) {
    const bool first = i == 0;
    add_line(text,
             first ? std::string_view(gate.name) : std::string_view(),
             first ? model::to_text(gate.status) : std::string_view(),
             gate.reasons[i]);
  }
  if (shown < gate.reasons.size()) {
    add_line(text, "", "", fmt::format("and {} more", gate.reasons.size() - shown));
  }
}

} // namespace

std::string release_text(const model::Release& release) {
  std::string text = fmt::format("release gate: {}\n", headline(release));
  add_line(text, "of", "", place(release));
  for (const ReleaseGate& gate : release.gates) {
    add_gate(text, gate);
  }
  if (release.runs.queue_median) {
    add_line(text,
             "",
             "",
             fmt::format("half of them waited at most {} for a runner",
                         util::show_duration(*release.runs.queue_median)));
  }
  if (!release.regressions.empty()) {
    text += "fix what is slower, or accept it: tidegate bless METRIC --reason TEXT\n";
  }
  return text;
}

} // namespace tidegate::report
