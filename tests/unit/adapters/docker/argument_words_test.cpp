// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/argument_words.hpp"
#include "adapters/docker/buildx_flags.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace tidegate;
using docker::Argument;

namespace {

using Words = std::vector<std::string>;

// "tag=x" for a flag, "=x" for a positional argument, "?name" for an unknown flag, "--" for the
// end.
Words told(const Words& words) {
  Words result;
  for (const Argument& argument : docker::read_words(words, {})) {
    const std::string value = argument.value ? "=" + *argument.value : "";
    const std::string mark = argument.kind == Argument::Kind::unknown        ? "?"
                             : argument.kind == Argument::Kind::end_of_flags ? "--"
                                                                             : "";
    result.push_back(mark + argument.name + value);
  }
  return result;
}

} // namespace

TEST_CASE("a long flag takes its value behind an equals sign or from the next word") {
  CHECK(told({"--tag=a", "--tag", "b", "--tag=", "--tag", ""})
        == Words{"tag=a", "tag=b", "tag=", "tag="});
  CHECK(told({"--build-arg=A=b=c"}) == Words{"build-arg=A=b=c"});
}

TEST_CASE("the next word is the value even where it looks like a flag") {
  CHECK(told({"--build-arg", "--push", "-t", "-q", "--label", "--", "."})
        == Words{"build-arg=--push", "tag=-q", "label=--", "=."});
}

TEST_CASE("a flag without a value never takes the next word") {
  CHECK(told({"--push", "x", "--load=false", "-q", "y", "--check", "z"})
        == Words{"push", "=x", "load=false", "quiet", "=y", "check", "=z"});
}

TEST_CASE("shorthand letters may be joined with each other and with a value") {
  CHECK(told({"-qt", "name"}) == Words{"quiet", "tag=name"});
  CHECK(told({"-tname"}) == Words{"tag=name"});
  CHECK(told({"-t=name"}) == Words{"tag=name"});
  CHECK(told({"-qDtname"}) == Words{"quiet", "debug", "tag=name"});
  CHECK(told({"-q=false"}) == Words{"quiet=false"});
  CHECK(told({"-tq"}) == Words{"tag=q"});
  CHECK(told({"-t="}) == Words{"tag=="}); // as pflag does it
}

TEST_CASE("a lone dash is the context and two dashes end the flags") {
  CHECK(told({"-", "--", "--tag", "-q"}) == Words{"=-", "--", "=--tag", "=-q"});
}

TEST_CASE("an unknown flag keeps to its own word") {
  CHECK(told({"--news", "x", "--news=y", "-xq", "."})
        == Words{"?news", "=x", "?news=y", "?x", "=."});
  CHECK(told({"--=x", "---"}) == Words{"?=x", "?-"});
}

TEST_CASE("a value that is missing at the end is absent") {
  CHECK(told({".", "--tag"}) == Words{"=.", "tag"});
  CHECK(told({".", "-t"}) == Words{"=.", "tag"});
}

TEST_CASE("every shorthand and every name in the table of buildx flags is found") {
  REQUIRE(docker::find_buildx_flag("output") != nullptr);
  CHECK(docker::find_buildx_flag("output")->shorthand == 'o');
  REQUIRE(docker::find_buildx_flag('c') != nullptr);
  CHECK(docker::find_buildx_flag('c')->name == "cpu-shares");
  CHECK(docker::find_buildx_flag('\0') == nullptr);
  CHECK(docker::find_buildx_flag("") == nullptr);
}
