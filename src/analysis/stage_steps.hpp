// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::analysis {

// The steps of one stage on one platform. An index may be absent: BuildKit shows a step that two
// stages share only under one of them.
struct StageSteps {
  std::string stage;
  std::string platform;
  std::map<int, int> positions; // index of the step -> position in Build::steps
};

bool is_from(const model::Step& step);    // also of an image that is only copied from
bool missed(const model::Step& step);     // cacheable, reached, and not from the cache
bool is_numbered(std::string_view stage); // "stage-2": it has no name

// The steps that a step needs; a record may name positions that it does not have.
std::vector<const model::Step*> inputs_of(const model::Build& build, const model::Step& step);

// In order of stage and platform.
std::vector<StageSteps> stages_of(const model::Build& build);

// The same stage in an earlier build: by its name; one without a name, or renamed, by its
// instructions. nullptr where there is none.
class StagePairs {
public:
  StagePairs(const model::Build& now, const model::Build& before);

  [[nodiscard]] const StageSteps* before(const StageSteps& stage) const;

private:
  void pair_by_name();
  void pair_by_text(const model::Build& now, const model::Build& before);

  std::vector<StageSteps> now_;
  std::vector<StageSteps> before_;
  std::map<std::size_t, std::size_t> pairs_; // positions in now_ -> before_
};

} // namespace tidegate::analysis
