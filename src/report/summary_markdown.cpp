// SPDX-License-Identifier: Apache-2.0
#include "report/sections.hpp"
#include "report/summary.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace tidegate::report {
namespace {

struct Section {
  int weight{0}; // the lightest goes first where there is no room
  std::string (*render)(const BuildReport&){nullptr};
};

// In the order of reading: who has ten seconds gets no further than the timeline.
constexpr std::array sections{Section{20, headline_section},
                              Section{18, failure_section},
                              Section{17, why_section},
                              Section{19, verdict_section},
                              Section{16, time_section},
                              Section{14, phases_section},
                              Section{12, timeline_section},
                              Section{13, misses_section},
                              Section{10, platforms_section},
                              Section{15, facts_section},
                              Section{8, steps_section},
                              Section{9, stages_section},
                              Section{11, cache_section},
                              Section{4, invalidations_section},
                              Section{7, image_section},
                              Section{5, context_section},
                              Section{6, remarks_section},
                              Section{1, machine_section}};

struct Part {
  int weight{0};
  std::string markdown;
};

std::size_t size_of(const std::vector<Part>& parts) {
  std::size_t bytes = 0;
  for (const Part& part : parts) {
    bytes += part.markdown.size();
  }
  return bytes;
}

} // namespace

std::string markdown_summary(const BuildReport& report, std::size_t limit) {
  constexpr std::string_view cut_note = "_Parts were left out: the summary was too long._\n";
  std::vector<Part> parts;
  parts.reserve(sections.size());
  for (const Section& section : sections) {
    parts.push_back({section.weight, section.render(report)});
  }
  const bool too_long = size_of(parts) > limit;
  while (!parts.empty() && size_of(parts) + (too_long ? cut_note.size() : 0) > limit) {
    parts.erase(std::ranges::min_element(parts, {}, &Part::weight));
  }
  std::string text;
  for (const Part& part : parts) {
    text += part.markdown;
  }
  return too_long && text.size() + cut_note.size() <= limit ? text.append(cut_note) : text;
}

} // namespace tidegate::report
