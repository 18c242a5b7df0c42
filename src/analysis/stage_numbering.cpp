// SPDX-License-Identifier: Apache-2.0
#include "analysis/stage_numbering.hpp"

#include "analysis/instruction_text.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

namespace tidegate::analysis {
namespace {

enum class Made { no, perhaps, yes };

// WORKDIR of the root folder makes no step.
Made workdir_step(const model::Instruction& workdir) {
  const std::string path = util::join(workdir.arguments, " ");
  if (path.find_first_of("$\"'\\`") != std::string::npos || path.find("..") != std::string::npos) {
    return Made::perhaps;
  }
  const auto parts = util::split(path, '/');
  const bool here = std::ranges::all_of(
      parts, [](const std::string& part) { return part.empty() || part == "."; });
  if (!here) {
    return Made::yes;
  }
  return path.starts_with('/') ? Made::no : Made::perhaps;
}

class Alignment {
public:
  Alignment(const StageNumbering& numbering, std::string_view base)
      : places_(numbering.places),
        base_(base) {
    for (const auto& place : places_) {
      made_.push_back(place.certain ? Made::yes : Made::perhaps);
    }
  }

  // `number` counts the steps of this stage that are in the Dockerfile. -1: nobody can tell.
  int place(const model::Step& step, int number) {
    int found = -1;
    for (int p = last_ + 1; p < static_cast<int>(places_.size()); ++p) {
      if (!possible(p, number) || !named(p, step)) {
        continue;
      }
      if (found >= 0) {
        return -1;
      }
      found = p;
    }
    if (found >= 0) {
      settle(found, number);
      last_ = found;
    }
    return found;
  }

private:
  [[nodiscard]] Made& made(int p) { return made_[static_cast<std::size_t>(p)]; }

  [[nodiscard]] int count_before(int p, Made what) const {
    return static_cast<int>(std::count(made_.begin(), made_.begin() + p, what));
  }

  [[nodiscard]] bool possible(int p, int number) const {
    const int most = p + 1 - count_before(p, Made::no);
    return made_[static_cast<std::size_t>(p)] != Made::no && number <= most
           && number >= most - count_before(p, Made::perhaps);
  }

  [[nodiscard]] bool named(int p, const model::Step& step) const {
    const auto& instruction = *places_[static_cast<std::size_t>(p)].instruction;
    return instruction.keyword == "FROM" ? could_be_base(base_, step.instruction)
                                         : could_be_named(instruction, step.instruction);
  }

  // What this step says about the uncertain places before it.
  void settle(int p, int number) {
    const int most = p + 1 - count_before(p, Made::no);
    const bool all = number == most;
    const bool none = number == most - count_before(p, Made::perhaps);
    for (int before = 0; before < p && (all || none); ++before) {
      if (made(before) == Made::perhaps) {
        made(before) = all ? Made::yes : Made::no;
      }
    }
    made(p) = Made::yes;
  }

  const std::vector<NumberedInstruction>& places_;
  std::string_view base_;
  std::vector<Made> made_;
  int last_{-1};
};

} // namespace

StageNumbering number_stage(const model::Dockerfile& dockerfile, std::size_t stage) {
  StageNumbering numbering;
  const auto& steps = dockerfile.stages.at(stage).steps;
  if (!steps.empty() && model::begins_with_image(dockerfile, stage)) {
    numbering.places.push_back({.instruction = &steps.front(), .certain = false});
    ++numbering.total;
  }
  for (const auto& step : steps) {
    if (!model::is_numbered(step)) {
      continue;
    }
    ++numbering.total;
    const Made made = step.keyword == "WORKDIR" ? workdir_step(step) : Made::yes;
    if (made != Made::no) {
      numbering.places.push_back({.instruction = &step, .certain = made == Made::yes});
    }
  }
  return numbering;
}

std::vector<std::size_t> stages_named(const model::Dockerfile& dockerfile, std::string_view name) {
  std::vector<std::size_t> found;
  const bool only = dockerfile.stages.size() == 1 && name == "stage-0";
  for (std::size_t i = 0; i < dockerfile.stages.size(); ++i) {
    if (only || dockerfile.stages[i].name == name) {
      found.push_back(i);
    }
  }
  return found;
}

bool is_trigger(const model::Step& step) {
  return step.instruction.starts_with("ONBUILD ");
}

std::vector<int> align_steps(const std::vector<const model::Step*>& steps,
                             const StageNumbering& numbering,
                             std::string_view base) {
  std::vector<int> result(steps.size(), -1);
  if (steps.empty() || steps.front()->total < numbering.total) {
    return result; // the build saw another Dockerfile
  }
  std::set<int> triggers;
  Alignment alignment(numbering, base);
  for (const auto* step : steps) {
    if (is_trigger(*step)) {
      triggers.insert(step->index);
    }
  }
  std::optional<int> last_index;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const model::Step& step = *steps[i];
    if (is_trigger(step)) {
      continue;
    }
    if (last_index == step.index) { // the second half of COPY --link, the source of ADD
      result[i] = result[i - 1];
      continue;
    }
    last_index = step.index;
    const auto before = std::distance(triggers.begin(), triggers.lower_bound(step.index));
    result[i] = alignment.place(step, step.index - static_cast<int>(before));
  }
  return result;
}

} // namespace tidegate::analysis
