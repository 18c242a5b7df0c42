// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_inputs.hpp"
#include "support/fake_environment.hpp"
#include "unit/adapters/dockerfile/scratch_folder.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::commands;

namespace {

InputsAnswer answer(const std::vector<std::string>& args) {
  test::FakeEnvironment environment;
  environment.variables["GIVEN"] = "value";
  return InputsReader(docker::read_build_arguments(args), args, environment).answer();
}

} // namespace

TEST_CASE("a local build is read beside it") {
  const tests::ScratchFolder folder;
  folder.write("Dockerfile", "FROM scratch\nCOPY a.txt /\n");
  folder.write("a.txt", "12345");
  const auto read = answer({"--no-cache-filter=a,b",
                            "--build-arg",
                            "GIVEN",
                            "--build-arg",
                            "GONE",
                            "--build-arg=X=1",
                            folder.path().string()});
  CHECK(read.dockerfile.stages.size() == 1);
  CHECK(read.dockerfile.file == (folder.path() / "Dockerfile").string());
  REQUIRE(read.inputs.copies.size() == 1);
  CHECK(read.inputs.copies[0].entries.at(0).path == "a.txt");
  CHECK(read.context.files == 2);
  CHECK_FALSE(read.inputs.no_cache);
  CHECK(read.inputs.no_cache_stages == std::vector<std::string>{"a", "b"});
  REQUIRE(read.inputs.arguments.size() == 2);
  CHECK(read.inputs.arguments[0].name == "GIVEN");
  CHECK(read.notices.empty());
}

TEST_CASE("a Dockerfile may lie beside the context, and be written in lower case") {
  const tests::ScratchFolder folder;
  folder.write("docker/app", "FROM scratch\nCOPY a.txt /\n");
  folder.write("context/a.txt", "x");
  folder.write("context/dockerfile", "FROM scratch AS lower\n");
  const std::string context = (folder.path() / "context").string();
  CHECK(answer({"-f", (folder.path() / "docker/app").string(), context}).inputs.copies.size() == 1);
  CHECK(answer({context}).dockerfile.stages.at(0).name == "lower");
  CHECK(answer({"--no-cache", context}).inputs.no_cache);
  CHECK_FALSE(answer({"--no-cache=false", context}).inputs.no_cache);
}

TEST_CASE("what is not on this machine is absent without an error") {
  const tests::ScratchFolder folder;
  folder.write("Dockerfile", "FROM scratch\n");
  for (const std::vector<std::string>& args : {std::vector<std::string>{"-"},
                                               {"https://github.com/example/project.git"},
                                               {"-f", "-", folder.path().string()},
                                               {(folder.path() / "missing").string()},
                                               {(folder.path() / "Dockerfile").string()},
                                               {}}) {
    CAPTURE(args.empty() ? "" : args.front());
    const auto read = answer(args);
    CHECK(read.dockerfile.stages.empty());
    CHECK(read.context == model::BuildContext{});
    CHECK(read.notices.empty());
  }
}
