// SPDX-License-Identifier: Apache-2.0
#include "analysis/align.hpp"
#include "analysis/build_diff.hpp"
#include "analysis/image_diff.hpp"
#include "support/rich_build.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;
using model::Fate;

namespace {

std::vector<model::Step> stage_of(const std::vector<std::string>& instructions) {
  std::vector<model::Step> steps;
  for (const std::string& instruction : instructions) {
    const int index = static_cast<int>(steps.size()) + 1;
    steps.push_back(rich_step({"build", index, 9, instruction, index, 0, 1.0}));
  }
  return steps;
}

// "moved RUN b" for each step that is not the same, in the order of the alignment.
std::vector<std::string> changes(const std::vector<std::string>& before,
                                 const std::vector<std::string>& after) {
  model::Build old;
  model::Build now;
  old.steps = stage_of(before);
  now.steps = stage_of(after);
  std::vector<std::string> found;
  for (const model::StepDiff& step : analysis::compare(old, now).steps) {
    if (step.fate != Fate::same) {
      found.push_back(std::string(model::to_text(step.fate)) + " "
                      + step.name.substr(step.name.find("] ") + 2));
    }
  }
  return found;
}

const model::StepDiff& step_named(const model::BuildDiff& diff, const std::string& name) {
  const auto found = std::ranges::find(diff.steps, name, &model::StepDiff::name);
  REQUIRE(found != diff.steps.end());
  return *found;
}

using Texts = std::vector<std::string>;

} // namespace

TEST_CASE("steps are the same by stage and instruction, whatever their number") {
  CHECK(changes({"COPY a .", "RUN x"}, {"COPY a .", "RUN x"}).empty());
  CHECK(changes({"COPY a .", "RUN x"}, {"COPY a .", "WORKDIR /w", "RUN x"})
        == Texts{"added WORKDIR /w"});
  CHECK(changes({"COPY a .", "WORKDIR /w", "RUN x"}, {"COPY a .", "RUN x"})
        == Texts{"removed WORKDIR /w"});
  CHECK(changes({"RUN x", "RUN x"}, {"RUN x"}) == Texts{"removed RUN x"});
}

TEST_CASE("the step that went to another place has moved, not those that it passed") {
  CHECK(changes({"COPY . .", "RUN a", "RUN b"}, {"RUN a", "RUN b", "COPY . ."})
        == Texts{"moved COPY . ."});
}

TEST_CASE("another text at the same kind of instruction is a change") {
  CHECK(changes({"RUN npm ci"}, {"RUN npm ci --omit=dev"})
        == Texts{"changed RUN npm ci --omit=dev"});
  CHECK(changes({"RUN npm ci"}, {"COPY . ."}).size() == 2);
}

TEST_CASE("the same instruction on another platform is another step") {
  model::Build old;
  model::Build now;
  old.steps = stage_of({"RUN x"});
  now.steps = stage_of({"RUN x"});
  old.steps[0].platform = "linux/amd64";
  now.steps[0].platform = "linux/arm64";
  CHECK(analysis::compare(old, now).steps.size() == 2);
}

TEST_CASE("the step that grew most comes first, with its cache state and its line") {
  const model::BuildDiff diff = analysis::compare(rich_past(), rich_build());
  const model::StepDiff& worst = diff.steps.front();
  CHECK(worst.name == "[deps 4/4] RUN npm ci");
  CHECK(worst.time == model::TimeChange{Seconds(0), worst.time.after});
  CHECK(worst.cached == model::Change<bool>{true, false});
  REQUIRE(worst.lines);
  CHECK(worst.lines->first == 4);
  CHECK(model::difference(diff.duration)->count() == doctest::Approx(39.2));
  CHECK(diff.remarks.empty());
}

TEST_CASE("what one build does not know is absent, never zero") {
  model::Build old = rich_past();
  old.duration.reset();
  old.phases.reset();
  old.steps[6].duration.reset();
  old.steps[6].timing.reset();
  old.steps[6].reached = false;
  old.image = {};
  const model::BuildDiff diff = analysis::compare(old, rich_build());
  CHECK_FALSE(model::difference(diff.duration));
  CHECK_FALSE(diff.phases.front().time.before);
  CHECK(diff.phases.front().time.after);
  const model::StepDiff& step = step_named(diff, "[deps 4/4] RUN npm ci");
  CHECK_FALSE(step.time.before);
  CHECK_FALSE(step.critical.before);
  CHECK_FALSE(step.cached.before);
  CHECK_FALSE(diff.image.size_bytes.before);
  CHECK(std::ranges::all_of(diff.image.layers,
                            [](const auto& layer) { return layer.fate == Fate::added; }));
}

TEST_CASE("first misses stand side by side by stage") {
  const auto misses = analysis::compare(rich_past(), rich_build()).misses;
  REQUIRE(misses.size() == 3);
  CHECK(misses[0].stage == "deps");
  CHECK_FALSE(misses[0].before);
  REQUIRE(misses[0].after);
  CHECK(misses[0].after->because == "package-lock.json changed");
  CHECK(misses[0].after->followers == 4);
  CHECK(misses[2].stage == "build");
  CHECK(misses[2].before->because == "src/app.ts changed");
  CHECK_FALSE(misses[2].after);
}

TEST_CASE("layers are the same by content, else by what made them") {
  const auto layers = analysis::compare_layers(rich_past(), rich_build());
  REQUIRE(layers.size() == 3);
  CHECK(layers[0].fate == Fate::same);
  CHECK(layers[2].fate == Fate::changed);
  CHECK(layers[2].step == "[runtime 2/2] COPY --from=build /app/dist /srv");
  CHECK(model::difference(layers[2].unpacked_bytes) == 1'200'000);
}

TEST_CASE("a comparison says why it means less than it seems") {
  model::Build other = rich_build();
  other.runner.cpus = 2;
  other.outcome = model::Outcome::failure;
  other.image.ref = "ghcr.io/o/other:1";
  CHECK(analysis::compare(rich_past(), other).remarks
        == Texts{"the later build did not succeed (failure)",
                 "the images differ: ghcr.io/o/app and ghcr.io/o/other",
                 "the machines differ: AMD EPYC 7763, 4 CPUs and AMD EPYC 7763, 2 CPUs"});
}

TEST_CASE("sizes at the end of their range do not overflow their difference") {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  CHECK(model::difference(model::BytesChange{0, most}) == std::numeric_limits<std::int64_t>::max());
  CHECK(model::difference(model::BytesChange{most, 0})
        == -std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("positions outside of the build are passed over") {
  model::Build broken = rich_build();
  broken.misses[0].step = 4000;
  broken.misses[1].step = -1;
  broken.image.layers[2].step = 999;
  const model::BuildDiff diff = analysis::compare(broken, broken);
  CHECK(diff.misses.empty());
  CHECK(diff.image.layers.size() == 3);
}
