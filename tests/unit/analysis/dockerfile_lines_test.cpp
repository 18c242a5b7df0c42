// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/parser.hpp"
#include "analysis/dockerfile_lines.hpp"
#include "analysis/instruction_text.hpp"
#include "analysis/step_name.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::analysis;

namespace {

std::vector<model::Step> steps(const std::vector<std::string>& names) {
  std::vector<model::Step> result;
  for (const auto& text : names) {
    const auto name = parse_step_name(text);
    model::Step step;
    step.name = name.normalised;
    step.stage = name.stage;
    step.index = name.index;
    step.total = name.total;
    step.platform = name.platform;
    step.instruction = name.instruction;
    result.push_back(std::move(step));
  }
  return result;
}

model::Dockerfile parsed(std::string_view text) {
  return dockerfile::parse_dockerfile(text, {.file = "Dockerfile"});
}

// The first line of each step; 0: none.
std::vector<int> lines(std::string_view text, const std::vector<std::string>& names) {
  auto all = steps(names);
  assign_lines(all, parsed(text));
  std::vector<int> result;
  for (const auto& step : all) {
    result.push_back(step.lines ? step.lines->first : 0);
  }
  return result;
}

using Lines = std::vector<int>;

} // namespace

TEST_CASE("steps are found by stage and place") {
  const std::string_view text =
      "FROM debian AS build\nENV A=b\nWORKDIR /src\nRUN make \\\n  all\n"
      "FROM build\nRUN test\nFROM scratch AS last\nCOPY --from=build /x /\n";
  CHECK(lines(text,
              {"[internal] load build context",
               "[build 1/3] FROM docker.io/library/debian:latest@sha256:" + std::string(64, 'a'),
               "[build 2/3] WORKDIR /src",
               "[build 3/3] RUN make   all",
               "[stage-1 1/1] RUN test",
               "[last 1/1] COPY --from=build /x /",
               "[other 1/1] RUN test",
               "exporting to image"})
        == Lines{0, 1, 3, 4, 6 + 1, 9, 0, 0});
  auto all = steps({"[build 3/3] RUN make   all"});
  assign_lines(all, parsed(text));
  CHECK(all[0].lines == model::SourceLines{"Dockerfile", 4, 5});
  const auto dockerfile = parsed(text);
  REQUIRE(instruction_of(all[0], dockerfile) != nullptr);
  CHECK(instruction_of(all[0], dockerfile)->keyword == "RUN");
}

TEST_CASE("a text that does not fit gets no line") {
  const std::string_view text = "FROM debian\nRUN one\nRUN two\n";
  CHECK(lines(text, {"[2/3] RUN two", "[3/3] RUN two"}) == Lines{3, 0});
  CHECK(lines(text, {"[2/3] RUN other", "[3/3] RUN two"}) == Lines{0, 3});
  CHECK(lines(text, {"[1/3] FROM docker.io/library/alpine:latest", "[2/3] COPY one"})
        == Lines{0, 0});
  CHECK(lines(text, {"[2/2] RUN one"}) == Lines{0}); // it had fewer instructions
}

TEST_CASE("redacted and expanded values still fit their instruction") {
  const std::string_view text =
      "FROM debian:12 AS b\nARG V\nRUN echo \"$V\" done\nCOPY a /opt/${V:-x}/\n"
      "RUN curl -o /x https://example.com/1.2.3\n";
  CHECK(lines(text,
              {"[b 1/4] FROM docker.io/library/${IMAGE}:12",
               "[b 2/4] RUN echo \"${V}\" done",
               "[b 3/4] COPY a /opt/1.2.3/",
               "[b 4/4] RUN curl -o /x https://example.com/${V}"})
        == Lines{1, 3, 4, 5});
  CHECK(lines(text, {"[b 4/4] RUN curl -o *** https://exam…"}) == Lines{5});
}

TEST_CASE("triggers of a base image move the steps and have the lines of FROM") {
  const std::string_view text = "FROM node:onbuild AS app\nRUN one\nRUN one\n";
  const std::vector<std::string> names{"[app 1/6] FROM docker.io/library/node:onbuild",
                                       "[app 2/6] ONBUILD COPY a b",
                                       "[app 3/6] ONBUILD RUN npm install",
                                       "[app 4/6] RUN one",
                                       "[app 5/6] RUN one"};
  CHECK(lines(text, names) == Lines{1, 1, 1, 2, 3});
  auto all = steps(names);
  const auto dockerfile = parsed(text);
  assign_lines(all, dockerfile);
  CHECK(instruction_of(all[1], dockerfile) == nullptr);
}

TEST_CASE("WORKDIR of the root folder makes no step") {
  const std::string_view text = "FROM debian\nWORKDIR /\nRUN one\nWORKDIR $X\nRUN one\nRUN two\n";
  CHECK(lines(text,
              {"[1/6] FROM docker.io/library/debian",
               "[2/6] RUN one",
               "[3/6] RUN one",
               "[4/6] RUN two"})
        == Lines{1, 3, 5, 6});
  CHECK(lines(text,
              {"[1/6] FROM docker.io/library/debian",
               "[2/6] RUN one",
               "[3/6] WORKDIR /x",
               "[4/6] RUN one",
               "[5/6] RUN two"})
        == Lines{1, 3, 4, 5, 6});
}

TEST_CASE("an image from --build-context leaves the place of FROM to the next step") {
  CHECK(lines("FROM debian\nRUN one\nRUN two\n", {"[1/3] RUN one", "[2/3] RUN two"})
        == Lines{2, 3});
}

TEST_CASE("where two lines would do, none is given") {
  const std::string_view text = "FROM debian\nRUN same\nRUN same\nRUN other\n";
  CHECK(lines(text, {"[2/4] RUN same"}) == Lines{0}); // FROM was not seen: it may have no step
  CHECK(lines(text, {"[1/4] FROM docker.io/library/debian", "[2/4] RUN same"}) == Lines{1, 2});
  CHECK(lines("FROM a AS x\nRUN one\nFROM b AS x\nRUN one\n", {"[x 2/2] RUN one"}) == Lines{0});
}

TEST_CASE("platforms, an only stage with a name and both halves of COPY --link are found") {
  const std::string_view text =
      "FROM --platform=$BUILDPLATFORM debian AS only\nRUN one\nRUN one\nCOPY --link a b\n";
  CHECK(lines(text,
              {"[linux/amd64 1/4] FROM docker.io/library/debian",
               "[linux/amd64->arm64 2/4] RUN one",
               "[linux/amd64->arm64 3/4] RUN one",
               "[linux/amd64->arm64 4/4] COPY --link a b",
               "[linux/amd64->arm64 4/4] LINK COPY --link a b"})
        == Lines{1, 2, 3, 4, 4});
}

TEST_CASE("lines that a step has already stay") {
  auto all = steps({"[1/2] FROM docker.io/library/debian", "[2/2] RUN one"});
  all[1].lines = model::SourceLines{"other", 7, 8};
  assign_lines(all, parsed("FROM debian\nRUN one\n"));
  CHECK(all[1].lines->first == 7);
}

TEST_CASE("inputs come to the step that read them, others go") {
  const std::string_view text =
      "FROM node:onbuild AS app\nCOPY a /\nFROM scratch AS unused\nCOPY b /\n";
  auto all = steps({"[app 1/3] FROM docker.io/library/node:onbuild",
                    "[app 2/3] ONBUILD RUN x",
                    "[app 3/3] COPY a /"});
  const auto dockerfile = parsed(text);
  assign_lines(all, dockerfile);
  std::vector<model::CopyInput> copies(2);
  copies[0].stage = "app";
  copies[0].index = 2;
  copies[0].digest = "d";
  copies[1].stage = "unused";
  copies[1].index = 1;
  place_inputs(copies, all, dockerfile);
  REQUIRE(copies.size() == 1);
  CHECK(copies[0].index == 3);
  CHECK(copies[0].digest == "d");
}

TEST_CASE("a script's first line in the name does not matter") {
  const std::string_view text =
      "FROM debian\nRUN <<EOF\necho a\necho b\nEOF\nRUN <<EOF cat\nx\nEOF\n";
  CHECK(lines(text,
              {"[1/3] FROM docker.io/library/debian",
               "[2/3] RUN <<EOF (echo a...)",
               "[3/3] RUN <<EOF cat"})
        == Lines{1, 2, 6});
}

TEST_CASE("long texts with variables take no long time") {
  model::Instruction run;
  run.keyword = "RUN";
  run.text = "RUN ";
  std::string reported = "RUN ";
  for (int i = 0; i < 20000; ++i) {
    run.text += "$A a";
    reported += "a ${B}";
  }
  CHECK(could_be_named(run, reported));
}
