// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_layers.hpp"
#include "analysis/stage_sizes.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using model::Step;

namespace {

Step step(const std::string& stage,
          int index,
          int total,
          const std::string& instruction,
          std::vector<int> inputs) {
  Step made;
  made.stage = stage;
  made.index = index;
  made.total = total;
  made.instruction = instruction;
  made.inputs = std::move(inputs);
  made.name =
      "[" + stage + " " + std::to_string(index) + "/" + std::to_string(total) + "] " + instruction;
  return made;
}

// Two stages on one base, a third that begins from the first; the context is position 0.
std::vector<Step> three_stages() {
  std::vector<Step> steps{
      Step{},
      step("build", 1, 3, "FROM base@sha256:b", {}),
      step("build", 2, 3, "WORKDIR /src", {1}),
      step("build", 3, 3, "RUN make", {2}),
      step("test", 1, 1, "RUN make check", {3}),
      step("stage-2", 2, 3, "COPY --from=build /src/out /out", {1, 3}),
      step("stage-2", 3, 3, "RUN strip /out", {5}),
  };
  steps[1].base_digest = "sha256:b";
  return steps;
}

model::Image image_of(const std::vector<std::string>& created_by) {
  model::Image image;
  for (const auto& text : created_by) {
    model::Layer layer;
    layer.created_by = text;
    image.layers.push_back(layer);
  }
  return image;
}

std::string told(const model::Image& image) {
  std::string text;
  for (const auto& layer : image.layers) {
    text += layer.base ? "base " : layer.step ? std::to_string(*layer.step) + " " : "- ";
  }
  return text;
}

std::string assigned(const std::vector<std::string>& created_by, const std::vector<Step>& steps) {
  model::Image image = image_of(created_by);
  analysis::assign_steps(image, steps);
  return told(image);
}

const std::vector<std::string> three_layers{
    "", "COPY /src/out /out # buildkit", "RUN /bin/sh -c strip /out # buildkit"};

model::CacheRecord record(const std::string& id,
                          const std::string& parent,
                          const std::string& text,
                          std::uint64_t bytes) {
  return {.id = id,
          .parents = parent.empty() ? std::vector<std::string>() : std::vector{parent},
          .description = text,
          .bytes = bytes,
          .created = std::nullopt,
          .last_used = std::nullopt};
}

std::vector<model::CacheRecord> cache() {
  return {record("base", "", "", 29979859),
          record("w", "base", "[build 2/3] WORKDIR /src", 8192),
          record("m", "w", "mount / from exec /bin/sh -c make", 40960),
          record("t", "m", "mount / from exec /bin/sh -c make check", 4096)};
}

model::Build three_stage_build() {
  model::Build build;
  build.steps = three_stages();
  build.started = Time{} + std::chrono::seconds(1000);
  for (const char* name : {"build", "test", "stage-2"}) {
    model::Stage stage;
    stage.name = name;
    stage.final = stage.name == "stage-2";
    build.stages.push_back(stage);
  }
  build.image.unpacked_bytes = 777;
  return build;
}

std::string sizes(model::Build build, const std::vector<model::CacheRecord>& records) {
  analysis::add_stage_sizes(build, records, {{"sha256:b", 1000000}});
  std::string text;
  for (const auto& stage : build.stages) {
    text += stage.size_bytes ? std::to_string(*stage.size_bytes) + " " : "- ";
  }
  return text;
}

} // namespace

TEST_CASE("each layer has its step and what is below is the base image") {
  CHECK(assigned(three_layers, three_stages()) == "base 5 6 ");
}

TEST_CASE("the layers of a stage that begins from another go through both") {
  CHECK(assigned(
            {"", "", "WORKDIR /src", "RUN /bin/sh -c make # buildkit", "RUN /bin/sh -c make check"},
            three_stages())
        == "base base 2 3 4 ");
}

TEST_CASE("a build argument in RUN is expanded in the step only") {
  auto steps = three_stages();
  steps[6].instruction = "RUN strip /out 1.2";
  auto layers = three_layers;
  layers[2] = "RUN /bin/sh -c strip /out $VERSION # buildkit";
  CHECK(assigned(layers, steps) == "base 5 6 ");
  layers[2] = "RUN /bin/sh -c strip /out 1.3 # buildkit";
  CHECK(assigned(layers, steps) == "- - - ");
}

TEST_CASE("an image that no stage explains has no steps") {
  CHECK(assigned({"", "COPY x y", "RUN z"}, three_stages()) == "- - - ");
  CHECK(assigned({}, three_stages()).empty());
  CHECK(assigned(three_layers, {}) == "- - - ");
}

TEST_CASE("a stage from scratch has no base") {
  const std::vector<Step> steps{
      Step{}, step("stage-0", 1, 2, "COPY a /", {0}), step("stage-0", 2, 2, "COPY b /", {0, 1})};
  CHECK(assigned({"COPY a / # buildkit", "COPY b / # buildkit"}, steps) == "1 2 ");
  CHECK(assigned({"", "COPY a / # buildkit", "COPY b / # buildkit"}, steps) == "- - - ");
}

TEST_CASE("of two platforms the builder's own counts, of two equal ones neither") {
  auto steps = three_stages();
  const auto first = static_cast<int>(steps.size());
  for (Step copy : three_stages()) {
    for (int& input : copy.inputs) {
      input += first;
    }
    copy.platform = "linux/arm64";
    steps.push_back(copy);
  }
  CHECK(assigned(three_layers, steps) == "- - - ");
  for (std::size_t i = static_cast<std::size_t>(first); i < steps.size(); ++i) {
    steps[i].emulated = true;
  }
  CHECK(assigned(three_layers, steps) == "base 5 6 ");
}

TEST_CASE("a log without a graph is followed by stage and number") {
  std::vector<Step> steps{step("stage-0", 1, 2, "FROM base", {}),
                          step("stage-0", 2, 2, "RUN make", {})};
  CHECK(assigned({"", "RUN /bin/sh -c make # buildkit"}, steps) == "base 1 ");
}

TEST_CASE("a graph that leads in a circle ends") {
  const std::vector<Step> steps{step("a", 2, 3, "RUN x", {1}), step("a", 3, 3, "RUN y", {0})};
  CHECK(assigned({"", "RUN /bin/sh -c x", "RUN /bin/sh -c y"}, steps) == "- - - ");
}

TEST_CASE("a stage is its base image and the records of its steps") {
  CHECK(sizes(three_stage_build(), cache()) == "1049152 1053248 777 ");
}

TEST_CASE("a record that also holds a compressed copy leaves the stage without a size") {
  auto records = cache();
  records[2].bytes += 12345;
  CHECK(sizes(three_stage_build(), records) == "- - 777 ");
}

TEST_CASE("of two versions of a step the one that the build used counts") {
  auto records = cache();
  records.push_back(record("m2", "w", "mount / from exec /bin/sh -c make", 81920));
  CHECK(sizes(three_stage_build(), records) == "- 1053248 777 "); // the test tells its parent
  records[2].last_used = Time{} + std::chrono::seconds(999);
  records.back().last_used = Time{} + std::chrono::seconds(1001);
  CHECK(sizes(three_stage_build(), records) == "1090112 1053248 777 ");
}

TEST_CASE("a record that the engine has not let go of yet counts by the moment it was made") {
  auto records = cache();
  records.push_back(record("m2", "w", "mount / from exec /bin/sh -c make", 81920));
  records[2].created = Time{} + std::chrono::seconds(500);
  records[2].last_used = Time{} + std::chrono::seconds(501);
  records.back().created = Time{} + std::chrono::seconds(1001);
  CHECK(sizes(three_stage_build(), records) == "1090112 1053248 777 ");
}

TEST_CASE("without the base image or the records there is no size") {
  CHECK(sizes(three_stage_build(), {}) == "- - 777 ");
  auto build = three_stage_build();
  build.steps[1].base_digest = "sha256:other";
  CHECK(sizes(build, cache()) == "- - 777 ");
}
