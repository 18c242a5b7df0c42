// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/arguments.hpp"

#include <doctest/doctest.h>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace tidegate;
using docker::read_build_arguments;
using docker::without;

namespace {

using Words = std::vector<std::string>;
using Values = std::vector<std::pair<std::string, std::optional<std::string>>>;

docker::SplitArguments split(const Words& words) {
  return docker::split_arguments(words, {"format", "config"}, {"keep-going"});
}

} // namespace

TEST_CASE("the context is the positional argument, wherever it stands") {
  CHECK(read_build_arguments({"."}).request.context == ".");
  CHECK(read_build_arguments({"app", "-t", "x"}).request.context == "app");
  CHECK(read_build_arguments({"--pull", "app"}).request.context == "app");
  CHECK(read_build_arguments({"--", "-odd"}).request.context == "-odd");
  CHECK(read_build_arguments({"-"}).request.context == "-");
  CHECK(read_build_arguments({"--tag", "x"}).request.context.empty());
}

TEST_CASE("behind a flag that nobody knows the last positional argument is the context") {
  CHECK(read_build_arguments({"--news", "of-today", "app"}).request.context == "app");
  CHECK(read_build_arguments({"--news=today", "app"}).request.context == "app");
  CHECK(read_build_arguments({"--news", "--push", "app"}).push);
}

TEST_CASE("the Dockerfile is the one of -f or the one in a local context") {
  CHECK(read_build_arguments({"."}).request.dockerfile == "Dockerfile");
  CHECK(read_build_arguments({"./app/"}).request.dockerfile == "app/Dockerfile");
  CHECK(read_build_arguments({"app", "-f", "x.Dockerfile"}).request.dockerfile == "x.Dockerfile");
  CHECK(read_build_arguments({"-f-", "."}).request.dockerfile == "-");
  CHECK(read_build_arguments({"--file=a", "--file=b", "."}).request.dockerfile == "b");
  CHECK(read_build_arguments({"https://mirror.example/a.git#main:sub"}).request.dockerfile
        == "Dockerfile");
  CHECK(read_build_arguments({"-"}).request.dockerfile == "Dockerfile");
}

TEST_CASE("tags, target and platforms name what is built") {
  const auto request = read_build_arguments({"-t",
                                             "a:1",
                                             "--tag=b:2",
                                             "--target",
                                             "final",
                                             "--platform",
                                             "linux/amd64, linux/arm64",
                                             "--platform=linux/s390x",
                                             "."})
                           .request;
  CHECK(request.tags == Words{"a:1", "b:2"});
  CHECK(request.target == "final");
  CHECK(request.platform == "linux/amd64,linux/arm64,linux/s390x");
}

TEST_CASE("a build argument has a value, an empty value, or the environment's") {
  const auto read = read_build_arguments({"--build-arg",
                                          "A=b=c",
                                          "--build-arg=EMPTY=",
                                          "--build-arg",
                                          "FROM_ENV",
                                          "--build-arg=A=d",
                                          "."});
  CHECK(read.build_args
        == Values{{"A", "b=c"}, {"EMPTY", ""}, {"FROM_ENV", std::nullopt}, {"A", "d"}});
  CHECK(read.request.build_arg_names == Words{"A", "EMPTY", "FROM_ENV"});
}

TEST_CASE("values that look like options stay values") {
  const auto read =
      read_build_arguments({"--build-arg", "--push", "--label=--load", "-t", "-q", "."});
  CHECK_FALSE(read.push);
  CHECK_FALSE(read.load);
  CHECK_FALSE(read.quiet);
  CHECK(read.request.tags == Words{"-q"});
  CHECK(read.request.build_arg_names == Words{"--push"});
}

TEST_CASE("cache sources and destinations are read in every form, in order") {
  const auto read = read_build_arguments({"--cache-from",
                                          "type=gha,scope=a",
                                          "--cache-from=user/app:c",
                                          "--cache-to=type=gha,scope=a,mode=max",
                                          "."});
  REQUIRE(read.cache_from.size() == 2);
  CHECK(read.cache_from[0].attribute("scope") == "a");
  CHECK(read.cache_from[1].type == "registry");
  REQUIRE(read.cache_to.size() == 1);
  CHECK(read.cache_to[0].attribute("mode") == "max");
}

TEST_CASE("the other options that tidegate has to know are read") {
  const auto read = read_build_arguments({"--builder=ci",
                                          "--progress",
                                          "plain",
                                          "--metadata-file",
                                          "m.json",
                                          "--iidfile=id",
                                          "-o",
                                          "out",
                                          "--output=type=image",
                                          "-q",
                                          "--push",
                                          "--load",
                                          "."});
  CHECK(read.builder == "ci");
  CHECK(read.progress == "plain");
  CHECK(read.metadata_file == "m.json");
  CHECK(read.iid_file == "id");
  CHECK(read.outputs == Words{"out", "type=image"});
  CHECK((read.quiet && read.push && read.load));
  CHECK_FALSE(read.stdout_taken);
  CHECK_FALSE(read.no_build);
}

TEST_CASE("a switch can be set off and the last setting counts") {
  CHECK_FALSE(read_build_arguments({"--push=false", "."}).push);
  CHECK(read_build_arguments({"--push=false", "--push=T", "."}).push);
  CHECK_FALSE(read_build_arguments({"--push", "--push=0", "."}).push);
}

TEST_CASE("any output to stdout takes stdout") {
  CHECK(read_build_arguments({"-o", "-", "."}).stdout_taken);
  CHECK(read_build_arguments({"-o=type=tar,dest=-", "-o", "out", "."}).stdout_taken);
}

TEST_CASE("questions to buildx build nothing") {
  CHECK(read_build_arguments({"--check", "."}).no_build);
  CHECK(read_build_arguments({"--call=outline", "."}).no_build);
  CHECK(read_build_arguments({"--call", "check,format=json", "."}).no_build);
  CHECK(read_build_arguments({"--print=targets", "."}).no_build);
  CHECK(read_build_arguments({"--help"}).no_build);
  CHECK_FALSE(read_build_arguments({"--check=false", "."}).no_build);
  CHECK_FALSE(read_build_arguments({"--call=build", "."}).no_build);
  CHECK_FALSE(read_build_arguments({"--call=", "."}).no_build);
  CHECK_FALSE(read_build_arguments({"--check", "--call=build", "."}).no_build);
}

TEST_CASE("an option is taken out however it was written") {
  const Words names{"progress", "quiet", "q"};
  CHECK(without({"--progress", "plain", "."}, names) == Words{"."});
  CHECK(without({"--progress=plain", "--quiet", "-q", "--quiet=false", "."}, names) == Words{"."});
  CHECK(without({"-qt", "name", "."}, names) == Words{"-t", "name", "."});
  CHECK(without({"-Dqtname", "."}, names) == Words{"-D", "-tname", "."});
  CHECK(without({"-qt", "name", "."}, {"t"}) == Words{"-q", "."});
  CHECK(without({"-t=name", "."}, {"tag"}) == Words{"."});
  CHECK(without({"-q-", "."}, names) == Words{"-q-", "."}); // alone it would be "--"
  CHECK(without({"-qhi"}, names) == Words{"-h", "-i"});
}

TEST_CASE("what is not taken out stays as it was written") {
  const Words args{
      "-Dt", "name", "--build-arg", "--progress", "--label=--quiet", "--news", "-xq", "."};
  CHECK(without(args, {"progress", "quiet"}) == args);
  const Words ended{".", "--", "--progress"};
  CHECK(without(ended, {"progress"}) == ended);
}

TEST_CASE("our own options are found among those of buildx") {
  const auto found =
      split({"--format", "json", "-t", "x", "--keep-going", "--config=a.yml", "--push", "."});
  CHECK(found.own == Words{"--format", "json", "--keep-going", "--config=a.yml"});
  CHECK(found.buildx == Words{"-t", "x", "--push", "."});
}

TEST_CASE("a value of buildx is never taken for an option of ours") {
  const Words args{
      "--build-arg", "--format", "--label=--config", "-t", "--keep-going", "-qt", "--format", "."};
  const auto found = split(args);
  CHECK(found.own.empty());
  CHECK(found.buildx == args);
}

TEST_CASE("behind two dashes everything belongs to buildx") {
  const auto found = split({"--format=json", "--", "--format"});
  CHECK(found.own == Words{"--format=json"});
  CHECK(found.buildx == Words{"--", "--format"});
}

TEST_CASE("an option of ours behind an unknown flag is still ours") {
  const auto found = split({"--news", "--format", "json", "--newer", "x", "."});
  CHECK(found.own == Words{"--format", "json"});
  CHECK(found.buildx == Words{"--news", "--newer", "x", "."});
}

TEST_CASE("an option of ours without its value is handed on for the complaint") {
  const auto found = split({".", "--format"});
  CHECK(found.own == Words{"--format"});
  CHECK(found.buildx == Words{"."});
}

TEST_CASE("buildx takes no image ID file beside a folder or an archive of files") {
  const auto takes = [](const Words& words) {
    return docker::takes_image_id_file(read_build_arguments(words));
  };
  CHECK(takes({"."}));
  CHECK(takes({"-o", "type=oci,dest=a.tar", "--output=type=docker", "."}));
  CHECK_FALSE(takes({"-o", "out", "."}));
  CHECK_FALSE(takes({"-o", "out=1", "."}));
  CHECK_FALSE(takes({"-o", "-", "."}));
  CHECK_FALSE(takes({"--load", "--output", "dest=a.tar,type=tar", "."}));
}
