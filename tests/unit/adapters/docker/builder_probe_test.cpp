// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/engine.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_http.hpp"
#include "support/fake_process.hpp"
#include "support/temp_dir.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

struct House {
  test::FakeProcess process;
  test::FakeHttp http;
  test::FakeClock clock;
  test::FakeEnvironment environment;
  test::TempDir folder;

  House() {
    environment.variables = {{"HOME", folder.path().string()},
                             {"PATH", (folder.path() / "bin").string()}};
    clock.time = Time(std::chrono::hours(500'000));
    put("bin/docker", "program");
  }

  docker::BuilderProbe probe(const std::string& builder = "") {
    return {{process, http, clock, environment}, builder};
  }

  void put(const std::string& name, const std::string& text) const {
    const auto file = folder.path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }

  [[nodiscard]] std::filesystem::path cache_file() const {
    return folder.path() / ".cache" / "tidegate" / "builders.json";
  }

  void will_tell(const std::string& buildkit = "v0.25.1") {
    process.script = {{.out = "Driver: docker-container\nBuildKit version: " + buildkit + "\n"},
                      {.out = "github.com/docker/buildx v0.29.1 a32761\n"}};
  }
};

const model::Builder known{
    .driver = "docker-container", .buildx = "v0.29.1", .buildkit = "v0.25.1"};

} // namespace

TEST_CASE("a builder that was asked once is known without docker for a day") {
  House house;
  CHECK_FALSE(house.probe().cached());
  house.will_tell();
  const auto asked = house.probe().ask();
  REQUIRE(asked);
  CHECK(*asked == known);
  CHECK(house.probe().cached() == known);
  house.clock.time += std::chrono::hours(23);
  CHECK(house.probe().cached() == known);
  house.clock.time += std::chrono::hours(2);
  CHECK_FALSE(house.probe().cached());
}

TEST_CASE("an entry from the future is not believed") {
  House house;
  house.will_tell();
  REQUIRE(house.probe().ask());
  house.clock.time -= std::chrono::hours(1);
  CHECK_FALSE(house.probe().cached());
}

TEST_CASE("docker is asked with a time limit, and leaves the signals to the build") {
  House house;
  house.will_tell();
  REQUIRE(house.probe("--odd").ask());
  REQUIRE(house.process.asked.size() == 2);
  CHECK(house.process.asked[0].argv
        == std::vector<std::string>{"docker", "buildx", "inspect", "--builder", "--odd"});
  CHECK(house.process.asked[1].argv == std::vector<std::string>{"docker", "buildx", "version"});
  for (const auto& command : house.process.asked) {
    CHECK(command.time_limit == std::chrono::seconds(10));
    CHECK_FALSE(command.handle_signals);
  }
}

TEST_CASE("whatever decides the builder makes another entry") {
  House house;
  house.will_tell();
  REQUIRE(house.probe().ask());
  CHECK_FALSE(house.probe("other").cached());
  for (const char* name :
       {"DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG", "BUILDX_BUILDER", "BUILDX_CONFIG"}) {
    CAPTURE(name);
    auto changed = house.environment.variables;
    std::swap(changed, house.environment.variables);
    house.environment.variables[name] = "/else";
    CHECK_FALSE(house.probe().cached());
    std::swap(changed, house.environment.variables);
    CHECK(house.probe().cached());
  }
}

TEST_CASE("another docker, plugin, configuration or current builder makes another entry") {
  for (const char* file : {"bin/docker",
                           ".docker/cli-plugins/docker-buildx",
                           ".docker/config.json",
                           ".docker/buildx/current"}) {
    CAPTURE(file);
    House house;
    house.will_tell();
    REQUIRE(house.probe().ask());
    REQUIRE(house.probe().cached());
    house.put(file, "something of another size");
    CHECK_FALSE(house.probe().cached());
  }
}

TEST_CASE("the file of the current builder may be written again with the same text") {
  House house;
  house.put(".docker/buildx/current", "{}");
  house.will_tell();
  REQUIRE(house.probe().ask());
  std::filesystem::remove(house.folder.path() / ".docker/buildx/current");
  house.put(".docker/buildx/current", "{}");
  CHECK(house.probe().cached() == known);
}

TEST_CASE("the cache keeps several builders, privately, and no address in clear") {
  House house;
  house.environment.variables["DOCKER_HOST"] = "ssh://person:word@host";
  house.will_tell();
  REQUIRE(house.probe("a").ask());
  house.will_tell("v0.26.0");
  REQUIRE(house.probe("b").ask());
  CHECK(house.probe("a").cached()->buildkit == "v0.25.1");
  CHECK(house.probe("b").cached()->buildkit == "v0.26.0");
  CHECK(std::filesystem::status(house.cache_file()).permissions()
        == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
  std::ifstream file(house.cache_file());
  const std::string text(std::istreambuf_iterator<char>(file), {});
  CHECK(text.find("word") == std::string::npos);
  const auto folder = house.cache_file().parent_path();
  CHECK(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);
}

TEST_CASE("XDG_CACHE_HOME is heeded where it is absolute") {
  House house;
  house.environment.variables["XDG_CACHE_HOME"] = (house.folder.path() / "xdg").string();
  house.will_tell();
  REQUIRE(house.probe().ask());
  CHECK(std::filesystem::exists(house.folder.path() / "xdg" / "tidegate" / "builders.json"));
  house.environment.variables["XDG_CACHE_HOME"] = "relative";
  CHECK_FALSE(house.probe().cached());
  CHECK_FALSE(std::filesystem::exists(house.cache_file()));
}

TEST_CASE("a damaged cache knows nothing and is made whole by the next answer") {
  for (const char* text :
       {"", "{", "[]", "{\"builders\":7}", "{\"builders\":[7,{\"key\":1}]}", "\xff\x00"}) {
    CAPTURE(text);
    House house;
    house.put(".cache/tidegate/builders.json", text);
    CHECK_FALSE(house.probe().cached());
    house.will_tell();
    REQUIRE(house.probe().ask());
    CHECK(house.probe().cached() == known);
  }
}

TEST_CASE("where nothing can be kept the answer still comes") {
  House house;
  house.put(".cache", "a file where the folder should be");
  house.will_tell();
  REQUIRE(house.probe().ask());
  CHECK_FALSE(house.probe().cached());
  house.environment.variables.erase("HOME");
  house.will_tell();
  CHECK(*house.probe().ask() == known);
  CHECK_FALSE(house.probe().cached());
}

TEST_CASE("a builder that tells no version yet is asked again next time") {
  House house;
  house.process.script = {{.out = "Driver: docker-container\nStatus: inactive\n"},
                          {.out = "github.com/docker/buildx v0.29.1 a32761\n"}};
  const auto asked = house.probe().ask();
  REQUIRE(asked);
  CHECK(asked->driver == "docker-container");
  CHECK(asked->buildkit.empty());
  CHECK_FALSE(house.probe().cached());
}

TEST_CASE("a builder that cannot be asked is an error in words") {
  House house;
  const auto message = [&](test::FakeProcess::Reply reply) {
    house.process.script = {std::move(reply)};
    const auto asked = house.probe().ask();
    return asked ? "fine" : asked.error().message;
  };
  CHECK(message({.err = "ERROR: no builder \"x\" found\n", .exit = ports::Exit{.status = 1}})
        == "docker buildx inspect: ERROR: no builder \"x\" found");
  CHECK(message({.exit = ports::Exit{.status = 1}}) == "docker buildx inspect: it said nothing");
  CHECK(message({.exit = ports::Exit{.status = 143, .timed_out = true}})
        == "docker buildx inspect: no answer within 10 s");
  CHECK(message({.exit = ports::Exit{.status = 143, .interrupted = 15}})
        == "docker buildx inspect: interrupted");
  CHECK(message({.out = "Name: default\nDriver:\nError: Cannot connect\n"})
        == "docker buildx inspect: Cannot connect");
  CHECK(message({.out = "?"}) == "docker buildx inspect: no driver in its answer");
  CHECK(message({.exit = failed(Error::Kind::external, "docker: not found")})
        == "docker: not found");
}

TEST_CASE("the driver is known even where buildx does not tell its version") {
  House house;
  house.process.script = {{.out = "Driver: docker\nBuildKit version: v0.25.1\n"},
                          {.exit = ports::Exit{.status = 1}}};
  const auto asked = house.probe().ask();
  REQUIRE(asked);
  CHECK(asked->driver == "docker");
  CHECK(asked->buildx.empty());
  CHECK_FALSE(house.probe().cached());
}
