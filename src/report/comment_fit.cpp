// SPDX-License-Identifier: Apache-2.0
#include "report/comment_fit.hpp"

#include "report/comment_markers.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace tidegate::report {
namespace {

// In the order in which they are dropped.
constexpr std::array droppable{&CommentSection::details,
                               &CommentSection::table,
                               &CommentSection::facts,
                               &CommentSection::title};

constexpr std::size_t label_units = 80; // the line below a section of an earlier commit

bool passing(const CommentSection& section) {
  return section.leg.verdict == CommentVerdict::pass
         || section.leg.verdict == CommentVerdict::built;
}

std::size_t units_of(const CommentSection& section) {
  return utf16_units(section_text(section)) + label_units;
}

class Fitting {
public:
  Fitting(std::vector<CommentSection>& sections, std::size_t room)
      : sections_(sections),
        room_(room),
        current_(current_commit(sections)) {
    for (const CommentSection& section : sections) {
      used_ += units_of(section);
    }
  }

  [[nodiscard]] bool fits() const { return used_ <= room_; }

  // The part of the sections that pass, or of the others, until there is room.
  void drop(std::size_t part, bool of_passing) {
    std::vector<CommentSection*> candidates;
    for (CommentSection& section : sections_) {
      if (passing(section) == of_passing) {
        candidates.push_back(&section);
      }
    }
    std::ranges::stable_sort(candidates, {}, [&](const CommentSection* section) {
      const auto size = (section->*droppable.at(part)).size();
      return std::tuple(section->leg.sha == current_, ~size);
    });
    for (CommentSection* const section : candidates) {
      if (!fits()) {
        cut(*section, part);
      }
    }
  }

  std::size_t drop_sections() {
    std::size_t dropped = 0;
    while (!fits() && !sections_.empty()) {
      const auto least =
          std::ranges::min_element(sections_, {}, [&](const CommentSection& section) {
            return std::tuple(section.leg.sha == current_, !passing(section), section.leg.run);
          });
      used_ -= units_of(*least);
      sections_.erase(least);
      ++dropped;
    }
    return dropped;
  }

private:
  void cut(CommentSection& section, std::size_t part) {
    used_ -= units_of(section);
    auto& text = section.*droppable.at(part);
    if (!text.empty()) {
      section.cut = std::max(section.cut, static_cast<int>(part) + 1);
    }
    text.clear();
    used_ += units_of(section);
  }

  std::vector<CommentSection>& sections_;
  std::size_t room_;
  std::string current_;
  std::size_t used_{0};
};

void add_part(std::string& text, std::string_view marker, const std::string& part) {
  if (!part.empty()) {
    text += marker;
    text += '\n';
    text += part;
  }
}

} // namespace

std::string current_commit(const std::vector<CommentSection>& sections) {
  const auto newest = std::ranges::max_element(sections, {}, [](const CommentSection& section) {
    return std::tuple(section.leg.run, section.leg.attempt, section.leg.at, section.leg.sha);
  });
  return newest == sections.end() ? std::string{} : newest->leg.sha;
}

std::string section_text(const CommentSection& section) {
  std::string text = leg_marker(section) + "\n" + section.title;
  add_part(text, facts_marker, section.facts);
  add_part(text, table_marker, section.table);
  add_part(text, details_marker, section.details);
  text += end_marker;
  return text + "\n";
}

std::size_t fit(std::vector<CommentSection>& sections, std::size_t room) {
  Fitting fitting(sections, room);
  for (std::size_t turn = 0; turn < 2 * droppable.size() && !fitting.fits(); ++turn) {
    fitting.drop(turn / 2, turn % 2 == 0); // of the passing ones, then of the others
  }
  return fitting.drop_sections();
}

} // namespace tidegate::report
