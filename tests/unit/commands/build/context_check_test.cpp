// SPDX-License-Identifier: Apache-2.0
#include "commands/build/context_check.hpp"
#include "unit/adapters/dockerfile/scratch_folder.hpp"

#include <doctest/doctest.h>

using namespace tidegate;

namespace {

struct Project {
  tests::ScratchFolder folder;
  model::Settings settings;
  std::filesystem::path before = std::filesystem::current_path();

  Project() { std::filesystem::current_path(folder.path()); }

  Project(const Project&) = delete;
  Project& operator=(const Project&) = delete;
  Project(Project&&) = delete;
  Project& operator=(Project&&) = delete;

  ~Project() {
    std::error_code ignored;
    std::filesystem::current_path(before, ignored);
  }

  [[nodiscard]] std::vector<std::string> notices(const std::string& instruction,
                                                 const std::string& context = ".",
                                                 const std::string& file = "Dockerfile") const {
    model::Build build;
    build.request.context = context;
    build.request.dockerfile = file;
    model::Step step;
    step.instruction = instruction;
    build.steps = {step, step};
    commands::check_context(build, settings);
    return build.notices;
  }

  [[nodiscard]] bool told(const std::string& instruction) const {
    return !notices(instruction).empty();
  }
};

} // namespace

TEST_CASE("a step that copies the folder of the events is told once, before the folder is there") {
  const Project project;
  const auto notices = project.notices("COPY . .");
  REQUIRE(notices.size() == 1);
  CHECK(notices.front().starts_with(".tidegate/ lies in the build context"));
  CHECK(notices.front().ends_with("add it to .dockerignore"));
  project.folder.write(".tidegate/events/2026-11.jsonl", "{}\n");
  CHECK(project.notices("COPY . .") == notices);
}

TEST_CASE("whatever way a step names the folder of the events, it is told") {
  const Project project;
  for (const std::string instruction : {"COPY ./ /app/",
                                        "ADD --link . /app",
                                        "COPY [\".\", \"/app\"]",
                                        "COPY --parents ./ /app/",
                                        "COPY * /app/",
                                        "COPY .tidegate /data",
                                        "COPY --exclude=docs . .",
                                        "RUN --mount=type=bind,target=/src make"}) {
    CHECK_MESSAGE(project.told(instruction), instruction);
  }
}

TEST_CASE("a step that does not read the folder of the events is not told") {
  const Project project;
  for (const std::string instruction : {"COPY src/ .",
                                        "COPY go.mod go.sum ./",
                                        "COPY --from=build . .",
                                        "COPY --exclude=.tidegate . .",
                                        "RUN --mount=type=bind,source=src,target=/src make",
                                        "RUN --mount=type=bind,from=build,target=/src make",
                                        "ADD https://example.com/a.tar .",
                                        "WORKDIR .",
                                        "FROM scratch",
                                        ""}) {
    CHECK_MESSAGE(!project.told(instruction), instruction);
  }
}

TEST_CASE("an ignore file that covers the folder of the events ends it, as BuildKit reads it") {
  const Project project;
  for (const std::string lines : {".tidegate/\n", "**/.tidegate\n", ".*\n", "*\n!src\n"}) {
    project.folder.write(".dockerignore", lines);
    CHECK_MESSAGE(!project.told("COPY . ."), lines);
  }
  for (const std::string lines : {"*\n!.tidegate\n", "# .tidegate/\n", ".tidegate/events\n"}) {
    project.folder.write(".dockerignore", lines);
    CHECK_MESSAGE(project.told("COPY . ."), lines);
  }
  project.folder.write("Dockerfile.dockerignore", ".tidegate\n");
  CHECK_FALSE(project.told("COPY . ."));
}

TEST_CASE("the line to add is what lies in the context, wherever that is") {
  Project project;
  project.folder.write("app/a.txt", "a");
  CHECK(project.notices("COPY . .", "app").empty());
  project.settings.events_dir = "app/log/events";
  const auto notices = project.notices("COPY . .", "app");
  REQUIRE(notices.size() == 1);
  CHECK(notices.front().starts_with("log/events lies in the build context"));
  CHECK(project.notices("COPY . .", "https://example.com/a.git").empty());
  CHECK(project.notices("COPY . .", "gone").empty());
}
