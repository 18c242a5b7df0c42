// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/files.hpp"
#include "adapters/dockerfile/parser.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::dockerfile;

namespace {

model::Dockerfile parsed(std::string_view text, const NamedValues& build_args = {}) {
  return parse_dockerfile(text, {.file = "Dockerfile", .build_args = build_args});
}

model::Dockerfile recorded(const std::string& name) {
  const auto text = read_text_file(TEST_DATA "/dockerfile/" + name + ".Dockerfile");
  REQUIRE(text);
  return parsed(*text);
}

using Words = std::vector<std::string>;

} // namespace

TEST_CASE("continuation lines are joined, comments and empty lines between them left out") {
  const auto read = recorded("continuations");
  REQUIRE(read.stages.size() == 1);
  const auto& steps = read.stages[0].steps;
  REQUIRE(steps.size() == 4);
  CHECK(steps[1].text == "RUN echo one &&     echo two &&     echo three  && echo four");
  CHECK(steps[1].first_line == 4);
  CHECK(steps[1].last_line == 10);
  CHECK(steps[2].arguments == Words{"a.txt", "b.txt", "/texts/"});
  CHECK(steps[3].keyword == "RUN");
  CHECK(steps[3].first_line == 15);
  CHECK(steps[3].last_line == 16);
  CHECK(read.problems.empty());
}

TEST_CASE("byte order mark, CRLF and a last line without an end are read") {
  const auto read = recorded("bom_crlf");
  REQUIRE(read.stages.size() == 1);
  const auto& steps = read.stages[0].steps;
  REQUIRE(steps.size() == 4);
  CHECK(steps[1].text == "RUN echo one   && echo two");
  CHECK(steps[2].arguments == Words{"a.txt", "/a.txt"});
  CHECK(steps[2].last_line == 9);
  CHECK(steps[3].text == "RUN echo end");
}

TEST_CASE("the escape directive changes what continues a line") {
  const auto read = recorded("backtick");
  CHECK(read.escape == '`');
  const auto& steps = read.stages.at(0).steps;
  REQUIRE(steps.size() == 4);
  CHECK(steps[1].last_line == 6);
  CHECK(steps[2].arguments == Words{"a.txt", "C:\\texts"});
}

TEST_CASE("directives stand before everything else, a comment too") {
  CHECK(parsed("# syntax=docker/dockerfile:1 x\n#escape=`\nFROM a").syntax
        == "docker/dockerfile:1");
  CHECK(parsed("# just a comment\n# escape=`\nFROM a").escape == '\\');
  CHECK(parsed("# syntax=a\n# SYNTAX=b\nFROM a").problems
        == Words{"Dockerfile:2: only one syntax parser directive can be used",
                 "Dockerfile: no FROM: there is nothing to build"});
  CHECK(parsed("# escape=x\nFROM a").problems.size() == 2);
}

TEST_CASE("here-documents belong to their instruction") {
  const auto read = recorded("heredocs");
  const auto& steps = read.stages.at(0).steps;
  REQUIRE(steps.size() == 7);
  CHECK(steps[1].heredocs == Words{"echo one\necho two\n"});
  CHECK(steps[1].first_line == 3);
  CHECK(steps[1].last_line == 6);
  CHECK(steps[2].heredocs == Words{"\ttabs go\n"});
  CHECK(steps[3].heredocs == Words{"first\n", "second $NOT_A_VARIABLE\n"});
  CHECK(steps[5].text == "COPY a.txt /after");
  CHECK(steps[6].last_line == 22);
  CHECK(parsed("FROM a\nRUN <<EOF\necho").problems
        == Words{"Dockerfile:2: here-document EOF has no end"});
  const auto json =
      parsed("FROM a\nRUN [\"cat\", \"<<EOF\"]\nRUN b\nENV A=<<EOF\nRUN echo \"<<EOF\"\n");
  CHECK(json.stages.at(0).steps.size() == 5);
  CHECK(parsed("FROM a\nONBUILD RUN <<EOF\nEOF\nRUN b").stages.at(0).steps.size() == 3);
}

TEST_CASE("flags, JSON lists and pairs are told apart") {
  const auto read = parsed("FROM --platform=linux/arm64 a AS b\n"
                           "COPY --from=c --link --chmod=\"0 1\" x y z/\n"
                           "COPY [\"a b\", \"caf\\u00e9\\n\", \"/\"]\n"
                           "RUN [ \"x\" = \"x\" ]\n"
                           "RUN -- --not-a-flag\n"
                           "ENV A=\"b c\" D='e f' G=h\\ i\n"
                           "ENV OLD  way of it\n"
                           "ARG X Y=\"1 2\"\n"
                           "ADD []\n");
  const auto& steps = read.stages.at(0).steps;
  CHECK(read.stages[0].platform == "linux/arm64");
  CHECK(steps.at(1).flags == Words{"--from=c", "--link", "--chmod=0 1"});
  CHECK(model::value_of_flag(steps[1], "from") == "c");
  CHECK(model::value_of_flag(steps[1], "link") == "");
  CHECK_FALSE(model::value_of_flag(steps[1], "lin").has_value());
  CHECK(steps.at(2).arguments == Words{"a b", "café\n", "/"});
  CHECK(steps.at(3).arguments == Words{"[", "\"x\"", "=", "\"x\"", "]"});
  CHECK(steps.at(4).flags.empty());
  CHECK(steps[4].arguments == Words{"--not-a-flag"});
  CHECK(steps.at(5).arguments == Words{"A=\"b c\"", "D='e f'", "G=h\\ i"});
  CHECK(steps.at(6).arguments == Words{"OLD=way of it"});
  CHECK(steps.at(7).arguments == Words{"X", "Y=\"1 2\""});
  CHECK(steps.at(8).arguments.empty());
}

TEST_CASE("FROM is expanded with global arguments, build arguments and platforms") {
  const std::string_view text =
      "ARG IMAGE=debian\nARG TAG=${IMAGE}-${NONE:-x}\n"
      "FROM ${IMAGE}:$TAG AS Tools\nFROM tools\n"
      "FROM base-$TARGETARCH as x\nFROM --platform=$BUILDPLATFORM $EMPTY\n";
  const auto read = parsed(text);
  CHECK(read.global_args.size() == 2);
  REQUIRE(read.stages.size() == 4);
  CHECK(read.stages[0].base == "debian:debian-x");
  CHECK(read.stages[0].name == "tools");
  CHECK(read.stages[1].name == "stage-1");
  CHECK_FALSE(read.stages[1].named);
  CHECK(model::stage_called(read, read.stages[1].base, 1) == 0);
  CHECK_FALSE(model::begins_with_image(read, 1));
  CHECK(read.stages[2].base == "base-amd64");
  CHECK(read.stages[3].platform == "linux/amd64");
  CHECK(read.problems
        == Words{"Dockerfile:6: FROM names nothing with the arguments of this build"});
  CHECK(parsed(text, {{"IMAGE", "alpine"}, {"TAG", "3"}, {"TAG", "4"}}).stages[0].base
        == "alpine:4");
}

TEST_CASE("whatever BuildKit would refuse is noted, and the rest is read") {
  const auto read = parsed("RUN early\nFROM a b\nfoo bar\nrun later\nFROM x AS 0\n");
  CHECK(read.problems
        == Words{"Dockerfile:1: RUN before the first FROM",
                 "Dockerfile:2: FROM needs an image, or an image, AS and a name",
                 "Dockerfile:3: unknown instruction FOO",
                 "Dockerfile:5: FROM needs an image, or an image, AS and a name"});
  CHECK(read.stages.at(0).steps.size() == 2);
  CHECK(parsed("").problems.size() == 1);
  CHECK(parsed(std::string_view("\0\xff\xfe FROM", 8)).stages.empty());
}

TEST_CASE("what is far too large is cut off and noted") {
  CHECK(parsed("FROM a\nRUN " + std::string(70000, 'x') + "\nRUN b\n").problems
        == Words{"Dockerfile:2: the line is longer than BuildKit reads"});
  std::string many;
  for (int i = 0; i < 20000; ++i) {
    many += "FROM a\n";
  }
  const auto read = parsed(many);
  CHECK(read.stages.size() == 1000);
  CHECK(read.problems.size() == 20);
  const auto long_file = parsed("FROM a\n" + std::string(std::size_t{5} << 20U, '\n') + "RUN b");
  CHECK(long_file.stages.at(0).steps.size() == 1);
  CHECK(long_file.problems.size() == 1);
}
