// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/context.hpp"
#include "adapters/dockerfile/inputs.hpp"
#include "unit/adapters/dockerfile/scratch_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::dockerfile;

namespace {

const GiveUp never = [] { return false; };

struct Project {
  tests::ScratchFolder folder;
  ParseOptions options{.file = "Dockerfile"};
  InputLimits limits{};
  std::vector<std::string> named_contexts{};

  Project() {
    folder.write("a.txt", "a");
    folder.write("b.txt", "b");
    folder.write("src/main.c", "main");
    folder.write("src/lib/x.c", "x");
    folder.write("src/lib/y.h", "y");
    folder.write("docs/one.md", "1");
  }

  [[nodiscard]] CopyInputs read(std::string_view text, const GiveUp& give_up = never) const {
    const auto dockerfile = parse_dockerfile(text, options);
    const auto rules = read_ignore_rules(folder.path(), "Dockerfile");
    const auto tree = ContextTree::read(folder.path(), rules, never);
    REQUIRE(tree);
    return read_copy_inputs(*tree,
                            {.dockerfile = dockerfile,
                             .options = options,
                             .named_contexts = named_contexts,
                             .limits = limits},
                            give_up);
  }

  // The paths of the only COPY.
  [[nodiscard]] std::vector<std::string> paths(const std::string& copy) const {
    const auto read = this->read("FROM scratch\n" + copy);
    std::vector<std::string> result;
    if (read.copies.size() == 1) {
      for (const auto& entry : read.copies.front().entries) {
        result.push_back(entry.path);
      }
    }
    return result;
  }

  [[nodiscard]] std::string digest(const std::string& copy) const {
    const auto copies = read("FROM scratch\n" + copy).copies;
    REQUIRE(copies.size() == 1);
    return copies.front().digest;
  }
};

using Paths = std::vector<std::string>;

} // namespace

TEST_CASE("a COPY lists the files that it reads") {
  const Project project;
  CHECK(project.paths("COPY a.txt b.txt /x/") == Paths{"a.txt", "b.txt"});
  CHECK(project.paths("COPY *.txt /x/") == Paths{"a.txt", "b.txt"});
  CHECK(project.paths("COPY s?c/*/[x-y].c /x/") == Paths{"src/lib/x.c"});
  CHECK(project.paths("COPY /src/../docs/ /x/") == Paths{"docs/one.md"});
  CHECK(project.paths("COPY ../../docs /x/") == Paths{"docs/one.md"});
  CHECK(project.paths("COPY . /x/")
        == Paths{"a.txt", "b.txt", "docs/one.md", "src/lib/x.c", "src/lib/y.h", "src/main.c"});
  CHECK(project.paths("COPY . src /x/").size() == 6);
  CHECK(project.paths("COPY --exclude=**/*.c --exclude=*.txt . /x/")
        == Paths{"docs/one.md", "src/lib/y.h"});
  CHECK(project.paths("COPY --parents ./src/**/*.c /x/") == Paths{"src/lib/x.c", "src/main.c"});
  CHECK(project.paths("COPY --parents src/./lib /x/") == Paths{"src/lib/x.c", "src/lib/y.h"});
  CHECK(project.paths("COPY [\"a.txt\", \"/x\"]") == Paths{"a.txt"});
  CHECK(project.paths("RUN --mount=type=bind,source=docs,target=/d true") == Paths{"docs/one.md"});
  CHECK(project.paths("RUN --mount=target=/d,src=src/lib true")
        == Paths{"src/lib/x.c", "src/lib/y.h"});
}

TEST_CASE("what does not read the context has no inputs") {
  const Project project;
  for (const char* line : {"COPY --from=image /a.txt /",
                           "ADD https://example.com/a.txt /",
                           "ADD git@example.com:a/b.git /",
                           "COPY <<EOF /x\nEOF",
                           "COPY missing /",
                           "COPY a[ /",
                           "COPY $UNKNOWN /",
                           "RUN --mount=type=cache,target=/c true",
                           "RUN --mount=type=bind,from=image,target=/c true",
                           "RUN true"}) {
    CAPTURE(line);
    CHECK(project.read("FROM scratch\n" + std::string(line)).copies.empty());
  }
}

TEST_CASE("digests follow content, mode and names, and nothing else") {
  const Project project;
  const auto& folder = project.folder;
  const std::string copy = "COPY src /x/";
  const std::string before = project.digest(copy);
  CHECK(before.size() == 12);
  folder.write("a.txt", "changed");
  std::filesystem::last_write_time(folder.path() / "src/main.c", {});
  CHECK(project.digest(copy) == before);
  folder.write("src/main.c", "other");
  const std::string content = project.digest(copy);
  CHECK(content != before);
  folder.write("src/main.c", "main");
  CHECK(project.digest(copy) == before);
  std::filesystem::permissions(folder.path() / "src/main.c",
                               std::filesystem::perms::owner_exec,
                               std::filesystem::perm_options::add);
  CHECK(project.digest(copy) != before);
  std::filesystem::permissions(folder.path() / "src/main.c",
                               std::filesystem::perms::owner_exec,
                               std::filesystem::perm_options::remove);
  CHECK(project.digest(copy) == before);
  std::filesystem::rename(folder.path() / "src/main.c", folder.path() / "src/more.c");
  CHECK(project.digest(copy) != before);
}

TEST_CASE("folders are opened as far as the list can hold it") {
  Project project;
  project.limits.entries = 4;
  CHECK(project.paths("COPY . /x/") == Paths{"a.txt", "b.txt", "docs/one.md", "src/"});
  project.limits.entries = 5;
  CHECK(project.paths("COPY . /x/")
        == Paths{"a.txt", "b.txt", "docs/one.md", "src/lib/", "src/main.c"});
  project.limits.entries = 1;
  CHECK(project.paths("COPY . /x/") == Paths{"./"});
  CHECK(project.paths("COPY *.txt /x/").empty());
  CHECK(project.digest("COPY *.txt /x/").size() == 12);
  project.limits = {.entries = 200, .all_entries = 2};
  const auto read = project.read("FROM scratch\nCOPY docs /\nCOPY src /\nCOPY a.txt /\n");
  REQUIRE(read.copies.size() == 3);
  CHECK(read.copies[1].entries.size() == 1);
  CHECK(read.copies[2].entries.empty());
}

TEST_CASE("arguments and variables of the stages before are known") {
  Project project;
  project.options.build_args = {{"NAME", "b"}};
  const auto read = project.read("ARG NAME=a\nARG OTHER=docs\nFROM debian AS base\n"
                                 "ARG NAME\nENV DIR=src NAME2=${NAME}\n"
                                 "FROM base\nCOPY ${NAME2}.txt $DIR/lib /x/\nCOPY $OTHER /x/\n"
                                 "ARG OTHER\nCOPY $OTHER/* /x/\n");
  REQUIRE(read.copies.size() == 2);
  CHECK(read.copies[0].stage == "stage-1");
  CHECK(read.copies[0].index == 1);
  CHECK(read.copies[0].entries.size() == 3);
  CHECK(read.copies[0].entries.front().path == "b.txt");
  CHECK(read.copies[1].index == 3);
  CHECK(read.copies[1].entries.front().path == "docs/one.md");
}

TEST_CASE("only the stages that the target needs are read") {
  Project project;
  const std::string_view text = "FROM x AS a\nCOPY a.txt /\nFROM x AS b\nCOPY b.txt /\n"
                                "FROM x AS c\nCOPY --from=a / /\nCOPY src /\n"
                                "FROM x AS d\nRUN --mount=from=b true\nCOPY --from=2 / /\n";
  const auto stages = [&](const std::string& target) {
    project.options.target = target;
    std::vector<std::string> names;
    for (const auto& copy : project.read(text).copies) {
      names.push_back(copy.stage);
    }
    return names;
  };
  CHECK(stages("") == Paths{"a", "b", "c"});
  CHECK(stages("B") == Paths{"b"});
  CHECK(stages("c") == Paths{"a", "c"});
  project.named_contexts = {"a"};
  CHECK(stages("c") == Paths{"c"});
}

TEST_CASE("what was not read to its end has no digest, and a notice says so") {
  Project project;
  project.limits.bytes = 3;
  const auto read = project.read("FROM scratch\nCOPY a.txt /\nCOPY src /\nCOPY b.txt /\n");
  CHECK(read.copies.size() == 1);
  REQUIRE(read.notices.size() == 1);
  CHECK(read.notices.front().find("too large to compare") != std::string::npos);
  CHECK(Project().read("FROM scratch\nCOPY a.txt /\n", [] { return true; }).copies.empty());
}

TEST_CASE("an argument's mark tells a change and not the value") {
  const auto marks = mark_arguments({{"A", "one"}, {"B", "secret"}, {"A", "two"}});
  REQUIRE(marks.size() == 2);
  CHECK(marks[0].name == "B");
  CHECK(marks[0].mark.size() == 4);
  CHECK(marks[1] == mark_arguments({{"A", "two"}}).front());
  CHECK(marks[1] != mark_arguments({{"A", "one"}}).front());
}
