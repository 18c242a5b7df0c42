// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_step.hpp"
#include "unit/analysis/miss_builds.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::analysis;
using test::stage;
using Texts = std::vector<std::string>;

namespace {

model::Dockerfile dockerfile() {
  model::Dockerfile file;
  file.stages = {
      stage("base", "debian:12", {"ARG A=1", "RUN one", "ENV B=1 C=2", "WORKDIR /w", "USER app"}),
      stage("app", "base", {"ARG D", "COPY a .", "ENV E some text", "RUN two"}),
      stage("stage-2", "scratch", {"COPY --from=app /a /a"})};
  return file;
}

std::string text_at(const std::string& name, int index) {
  const auto file = dockerfile();
  const auto* found = instruction_of(file, name, index);
  return found == nullptr ? "none" : found->text;
}

} // namespace

TEST_CASE("steps count as BuildKit counts them") {
  CHECK(text_at("base", 1) == "FROM debian:12");
  CHECK(text_at("base", 2) == "RUN one");
  CHECK(text_at("base", 3) == "WORKDIR /w");
  CHECK(text_at("base", 4) == "none");
  CHECK(text_at("app", 1) == "COPY a ."); // FROM a stage is no step
  CHECK(text_at("app", 2) == "RUN two");
  CHECK(text_at("stage-2", 1) == "COPY --from=app /a /a"); // FROM scratch neither
  CHECK(text_at("other", 1) == "none");
  CHECK(text_at("base", 0) == "none");
}

TEST_CASE("an argument is in scope below its line, also in stages that continue the stage") {
  const auto file = dockerfile();
  CHECK(declares_argument(file, "base", 2, "A"));
  CHECK(declares_argument(file, "app", 2, "A"));
  CHECK(declares_argument(file, "app", 1, "D"));
  CHECK_FALSE(declares_argument(file, "base", 2, "D"));
  CHECK_FALSE(declares_argument(file, "base", 1, "A"));
  CHECK_FALSE(declares_argument(file, "stage-2", 1, "A"));
}

TEST_CASE("a stage continues the nearest one above it of that name") {
  model::Dockerfile file;
  file.stages = {stage("a", "a", {}), stage("b", "A", {})};
  CHECK(parent_of(file, file.stages[0]) == nullptr); // the image a
  CHECK(parent_of(file, file.stages[1]) == &file.stages[0]);
}

TEST_CASE("lines that are no steps are marked by name with the step below them") {
  const auto marks = setting_marks(dockerfile());
  Texts names;
  for (const auto& mark : marks) {
    names.push_back(mark.stage + " " + std::to_string(mark.next) + " " + mark.name);
    CHECK(mark.mark.size() == 4);
  }
  CHECK(names
        == Texts{"base 2 ARG A",
                 "base 3 ENV B",
                 "base 3 ENV C",
                 "base 4 USER",
                 "app 1 ARG D",
                 "app 2 ENV E"});
}

TEST_CASE("a changed variable changes its own mark alone") {
  auto changed = dockerfile();
  changed.stages[0].steps[3] = test::instruction("ENV B=1 C=3");
  const auto before = setting_marks(dockerfile());
  const auto after = setting_marks(changed);
  REQUIRE(before.size() == after.size());
  CHECK(before[1] == after[1]);
  CHECK(before[2].mark != after[2].mark);
}

TEST_CASE("a template is the text around its variables") {
  const auto pattern = template_of("RUN make V=$VERSION ${MODE:-x}y $ $1 ${");
  CHECK(pattern.names == Texts{"VERSION", "MODE", "1"});
  CHECK(pattern.literals == Texts{"RUN make V=", " ", "y $ ", " ${"});
  CHECK(template_of("").literals == Texts{""});
}
