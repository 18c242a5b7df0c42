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
  return test::numbered(
      {stage("base", "debian:12", {"ARG A=1", "RUN one", "ENV B=1 C=2", "WORKDIR /", "USER app"}),
       stage("app", "base", {"ARG D", "COPY a .", "ENV E some text", "RUN two", "ARG Z"}),
       stage("stage-2", "scratch", {"COPY --from=app /a /a"})});
}

// WORKDIR of the root folder makes no step.
model::Build build() {
  test::BuildOf of;
  of.from("base", "debian:12", "aaaa")
      .run("base", 2, "RUN one", true)
      .run("base", 3, "ONBUILD RUN trigger", true)
      .run("app", 1, "COPY a .", true)
      .run("app", 2, "RUN two", true)
      .run("stage-2", 1, "COPY --from=app /a /a", true);
  return test::with_lines(of.build, dockerfile());
}

bool declared(std::size_t step, const std::string& name) {
  return declares_argument(dockerfile(), build().steps[step], name);
}

} // namespace

TEST_CASE("an argument is in scope below its line, also in stages that continue the stage") {
  CHECK(declared(1, "A"));
  CHECK(declared(4, "A"));
  CHECK(declared(3, "D"));
  CHECK_FALSE(declared(1, "D"));
  CHECK_FALSE(declared(0, "A"));
  CHECK_FALSE(declared(5, "A"));
  CHECK_FALSE(declared(4, "Z"));
}

TEST_CASE("a stage continues the nearest one above it of that name") {
  const auto file = test::numbered({stage("a", "a", {}), stage("b", "A", {})});
  CHECK(parent_of(file, file.stages[0]) == nullptr); // the image a
  CHECK(parent_of(file, file.stages[1]) == &file.stages[0]);
}

TEST_CASE("lines that are no steps are marked by name with the step below them") {
  const auto marks = setting_marks(dockerfile(), build().steps);
  Texts names;
  for (const auto& mark : marks) {
    names.push_back(mark.stage + " " + std::to_string(mark.next) + " " + mark.name);
    CHECK(mark.mark.size() == 4);
  }
  CHECK(names
        == Texts{"base 2 ARG A",
                 "base 3 ENV B",
                 "base 3 ENV C",
                 "base 3 USER",
                 "app 1 ARG D",
                 "app 2 ENV E",
                 "app 3 ARG Z"});
}

TEST_CASE("a changed variable changes its own mark alone") {
  auto changed = dockerfile();
  changed.stages[0].steps[3].arguments = {"B=1", "C=3"};
  const auto before = setting_marks(dockerfile(), build().steps);
  const auto after = setting_marks(changed, build().steps);
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
