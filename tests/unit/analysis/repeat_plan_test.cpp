// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/parser.hpp"
#include "analysis/dockerfile_lines.hpp"
#include "analysis/repeat_plan.hpp"
#include "analysis/step_name.hpp"

#include <doctest/doctest.h>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

using namespace tidegate;

namespace {

// Names as BuildKit gives them, and whether the step came from the cache.
using Shapes = std::initializer_list<std::pair<std::string, bool>>;

std::vector<model::Step> steps_of(const Shapes& shapes) {
  std::vector<model::Step> steps;
  for (const auto& [text, cached] : shapes) {
    const auto name = analysis::parse_step_name(text);
    model::Step step;
    step.name = name.normalised;
    step.stage = name.stage;
    step.index = name.index;
    step.total = name.total;
    step.instruction = name.instruction;
    step.platform = name.platform;
    step.cached = cached;
    step.reached = true;
    steps.push_back(std::move(step));
  }
  return steps;
}

Result<analysis::RepeatPlan> plan(const std::string& text, const Shapes& shapes) {
  const auto dockerfile = dockerfile::parse_dockerfile(text, {.file = "Dockerfile"});
  auto steps = steps_of(shapes);
  analysis::assign_lines(steps, dockerfile);
  return analysis::plan_repeat(steps, dockerfile, text);
}

std::string options(const analysis::RepeatPlan& plan) {
  std::string all;
  for (const auto& option : plan.options) {
    all += option + " ";
  }
  return all;
}

const std::string two_stages = "# syntax=docker/dockerfile:1\n"
                               "FROM debian AS build\n"
                               "WORKDIR /b\n"
                               "COPY lock .\n"
                               "# changes often\n"
                               "COPY \\\n"
                               "  main.c .\n"
                               "RUN make\n"
                               "FROM alpine\n"
                               "COPY --from=build /b /b\n";

} // namespace

TEST_SUITE("repeat_plan") {
  TEST_CASE("a build that executed nothing is just made again") {
    const auto made =
        plan("FROM a\nWORKDIR /x\nRUN b\n",
             {{"[1/3] FROM a", false}, {"[2/3] WORKDIR /x", false}, {"[3/3] RUN b", true}});
    REQUIRE(made);
    CHECK(made->options.empty());
    CHECK(made->dockerfile.empty());
  }

  TEST_CASE("a build that executed everything needs no Dockerfile") {
    const auto steps =
        steps_of({{"[1/3] FROM a", true}, {"[2/3] WORKDIR /x", true}, {"[3/3] RUN b", false}});
    const auto made = analysis::plan_repeat(steps, {}, "");
    REQUIRE(made);
    CHECK(options(*made) == "--no-cache ");
    CHECK(made->dockerfile.empty());
  }

  TEST_CASE("a stage that was executed as a whole is called by its name") {
    const auto made = plan("FROM a AS one\nRUN b\nFROM a AS two\nRUN c\n",
                           {{"[one 2/2] RUN b", true}, {"[two 2/2] RUN c", false}});
    REQUIRE(made);
    CHECK(options(*made) == "--no-cache-filter=two ");
    CHECK(made->dockerfile.empty());
    CHECK(analysis::first_name(*made, "[two 2/2] RUN c") == "[two 2/2] RUN c");
  }

  TEST_CASE("a stage that came from the cache in part is cut in two") {
    const auto made = plan(two_stages,
                           {{"[build 1/5] FROM debian", true},
                            {"[build 2/5] WORKDIR /b", true},
                            {"[build 3/5] COPY lock .", true},
                            {"[build 4/5] COPY   main.c .", false},
                            {"[build 5/5] RUN make", false},
                            {"[stage-1 1/2] FROM alpine", true},
                            {"[stage-1 2/2] COPY --from=build /b /b", false}});
    REQUIRE(made);
    CHECK(options(*made) == "--no-cache-filter=build,stage-1 ");
    CHECK(made->dockerfile
          == "# syntax=docker/dockerfile:1\n"
             "FROM debian AS tidegate-0-build\n"
             "WORKDIR /b\n"
             "COPY lock .\n"
             "# changes often\n"
             "FROM tidegate-0-build AS build\n"
             "COPY \\\n"
             "  main.c .\n"
             "RUN make\n"
             "FROM alpine AS stage-1\n"
             "COPY --from=build /b /b\n");
    const auto name = [&](const char* text) { return analysis::first_name(*made, text); };
    CHECK(name("[tidegate-0-build 3/3] COPY lock .") == "[build 3/5] COPY lock .");
    CHECK(name("[linux/arm64 build 2/2] RUN make") == "[linux/arm64 build 5/5] RUN make");
    CHECK(name("[stage-1 1/2] FROM alpine@sha256:1") == "[stage-1 1/2] FROM alpine@sha256:1");
    CHECK(name("exporting to image") == "exporting to image");
  }

  TEST_CASE("what came from the cache again after an executed step is a part of its own") {
    const auto made = plan("FROM a AS s\nRUN one\nRUN two\nWORKDIR /x\nRUN three\n",
                           {{"[s 2/5] RUN one", false},
                            {"[s 3/5] RUN two", true},
                            {"[s 4/5] WORKDIR /x", false},
                            {"[s 5/5] RUN three", false}});
    REQUIRE(made);
    CHECK(options(*made) == "--no-cache-filter=tidegate-0-s,s ");
    CHECK(made->dockerfile
          == "FROM a AS tidegate-0-s\nRUN one\n"
             "FROM tidegate-0-s AS tidegate-1-s\nRUN two\nWORKDIR /x\n"
             "FROM tidegate-1-s AS s\nRUN three\n");
    CHECK(analysis::first_name(*made, "[tidegate-1-s 2/2] WORKDIR /x") == "[s 4/5] WORKDIR /x");
  }

  TEST_CASE("the only stage keeps its steps without its name") {
    const auto made =
        plan("from a\nRUN one\nRUN two\n",
             {{"[1/3] FROM a", true}, {"[2/3] RUN one", true}, {"[3/3] RUN two", false}});
    REQUIRE(made);
    CHECK(
        made->dockerfile
        == "from a AS tidegate-0-stage-0\nRUN one\nFROM tidegate-0-stage-0 AS stage-0\nRUN two\n");
    CHECK(analysis::first_name(*made, "[stage-0 1/1] RUN two") == "[3/3] RUN two");
  }

  TEST_CASE("what cannot be cut is refused with the reason") {
    const auto why = [](const std::string& text, const Shapes& shapes) {
      const auto made = plan(text, shapes);
      return made ? std::string("planned") : made.error().message;
    };
    CHECK(why("FROM a AS s\nRUN one\nRUN two\nFROM b\nCOPY --from=0 x x\n",
              {{"[s 2/3] RUN one", true}, {"[s 3/3] RUN two", false}})
              .find("called by its number")
          != std::string::npos);
    CHECK(why("FROM a AS s\nRUN one\nRUN --mount=type=bind,from=0,target=/x two\n",
              {{"[s 2/3] RUN one", true},
               {"[s 3/3] RUN --mount=type=bind,from=0,target=/x two", false}})
              .find("called by its number")
          != std::string::npos);
    CHECK(why("FROM \\\n a AS s\nRUN one\nRUN two\n",
              {{"[s 2/3] RUN one", true}, {"[s 3/3] RUN two", false}})
              .find("several lines")
          != std::string::npos);
    CHECK(why("FROM a AS s\nRUN one\nRUN other\n",
              {{"[s 2/3] RUN one", true}, {"[s 3/3] RUN two", false}})
              .find("not certain")
          != std::string::npos);
    CHECK(why("", {{"[s 2/3] RUN one", true}, {"[s 3/3] RUN two", false}})
          == "its Dockerfile cannot be read here");
    CHECK(why("FROM a AS s\nRUN one\n",
              {{"[linux/amd64 s 2/2] RUN one", true}, {"[linux/arm64 s 2/2] RUN one", false}})
              .find("for one platform and not for another")
          != std::string::npos);
  }

  TEST_CASE("a step with a cache mount is not executed again, since that would empty the mount") {
    const auto why = [](const std::string& run, bool cached) {
      const auto made = plan("FROM a AS s\n" + run + "\nRUN two\n",
                             {{"[s 2/3] " + run, cached}, {"[s 3/3] RUN two", false}});
      return made ? std::string("planned") : made.error().message;
    };
    CHECK(why("RUN --mount=type=cache,target=/c make", false)
          == "[s 2/3] RUN --mount=type=cache,target=/c make has a cache mount, which the builder "
             "would empty first");
    CHECK(why("RUN --network=none  --mount=target=/c,TYPE=cache make", false) != "planned");
    CHECK(why("RUN --mount=type=cache,target=/c make", true) == "planned");
    CHECK(why("RUN --mount=type=bind,target=/c make", false) == "planned");
    CHECK(why("RUN make --mount=type=cache,target=/c", false) == "planned");
  }
}
