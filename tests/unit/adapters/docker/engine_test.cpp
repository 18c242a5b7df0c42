// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/engine.hpp"
#include "adapters/docker/engine_socket.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_http.hpp"
#include "support/fake_process.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

using namespace tidegate;

namespace {

struct Engine {
  test::FakeProcess process;
  test::FakeHttp http;
  test::FakeClock clock;
  test::FakeEnvironment environment;
  test::TempDir config;

  Engine() { environment.variables["DOCKER_CONFIG"] = config.path().string(); }

  Result<std::optional<std::uint64_t>> size_of(const std::string& ref) {
    return docker::image_size({process, http, clock, environment}, ref);
  }

  void answer(int status, const std::string& body) {
    http.script.emplace_back(ports::HttpAnswer{.status = status, .body = body});
  }

  void configure(const std::string& name, const std::string& text) const {
    const auto file = config.path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
  }

  [[nodiscard]] std::string socket() const {
    return docker::engine_socket(environment).value_or("none");
  }
};

} // namespace

TEST_CASE("the size of an image is what the engine behind its socket says") {
  Engine engine;
  engine.environment.variables["DOCKER_HOST"] = "unix:///run/other.sock";
  engine.answer(200, R"({"Id":"sha256:1","Size":94717465})");
  const auto size = engine.size_of("mirror.example/a:1");
  REQUIRE(size);
  CHECK(*size == 94717465U);
  REQUIRE(engine.http.asked.size() == 1);
  CHECK(engine.http.asked[0].unix_socket == "/run/other.sock");
  CHECK(engine.http.asked[0].url == "http://localhost/images/mirror.example%2Fa%3A1/json");
}

TEST_CASE("a reference cannot reach another place of the engine") {
  Engine engine;
  engine.answer(404, "");
  CHECK(engine.size_of("../../containers/json?a=b#c %")->has_value() == false);
  CHECK(engine.http.asked[0].url
        == "http://localhost/images/..%2F..%2Fcontainers%2Fjson%3Fa%3Db%23c%20%25/json");
}

TEST_CASE("an image that the engine does not hold has no size") {
  Engine engine;
  engine.answer(404, R"({"message":"No such image: x"})");
  const auto size = engine.size_of("x");
  REQUIRE(size);
  CHECK_FALSE(size->has_value());
  REQUIRE(engine.size_of(""));
}

TEST_CASE("an engine that answers something else is an error that says where and what") {
  Engine engine;
  engine.answer(500, R"({"message":"broken\u001b[31m\nindeed"})");
  auto size = engine.size_of("x");
  REQUIRE_FALSE(size);
  CHECK(size.error().kind == Error::Kind::external);
  CHECK(size.error().message.find("docker engine at /var/run/docker.sock: answered 500: broken")
        == 0);
  CHECK(size.error().message.find('\x1b') == std::string::npos);
  for (const char* body : {"", "[]", "{}", R"({"Size":-1})", R"({"Size":"1"})", "{\"Size\":1"}) {
    CAPTURE(body);
    engine.answer(200, body);
    CHECK_FALSE(engine.size_of("x"));
  }
  engine.http.script.emplace_back(failed(Error::Kind::external, "connection refused"));
  size = engine.size_of("x");
  REQUIRE_FALSE(size);
  CHECK(size.error().message == "docker engine at /var/run/docker.sock: connection refused");
}

TEST_CASE("an engine that is not behind a local socket is asked by the docker program") {
  Engine engine;
  engine.environment.variables["DOCKER_HOST"] = "tcp://mirror.example:2375";
  engine.process.script = {
      {.out = "94717465\n"},
      {.err = "Error response from daemon: No such image: x\n", .exit = ports::Exit{.status = 1}},
      {.err = "Cannot connect to the Docker daemon\n", .exit = ports::Exit{.status = 1}},
      {.out = "lots\n"}};
  CHECK(**engine.size_of("x") == 94717465U);
  CHECK_FALSE(engine.size_of("x")->has_value());
  CHECK(engine.size_of("x").error().message
        == "docker image inspect: Cannot connect to the Docker daemon");
  CHECK_FALSE(engine.size_of("--x"));
  CHECK(engine.process.asked.back().argv
        == std::vector<std::string>{
            "docker", "image", "inspect", "--format", "{{.Size}}", "--", "--x"});
  CHECK(engine.process.asked.back().time_limit == std::chrono::seconds(10));
}

TEST_CASE("the socket is the one that docker would use") {
  Engine engine;
  CHECK(engine.socket() == "/var/run/docker.sock");
  engine.configure("contexts/meta/aa/meta.json",
                   R"({"Name":"mine","Endpoints":{"docker":{"Host":"unix:///run/mine.sock"}}})");
  engine.configure("contexts/meta/bb/meta.json",
                   R"({"Name":"far","Endpoints":{"docker":{"Host":"ssh://host"}}})");
  engine.configure("contexts/meta/cc/meta.json", "{damaged");
  engine.configure("contexts/meta/dd/meta.json", R"({"Name":7})");
  engine.configure("config.json", R"({"currentContext":"mine"})");
  CHECK(engine.socket() == "/run/mine.sock");
  engine.environment.variables["DOCKER_CONTEXT"] = "far";
  CHECK(engine.socket() == "none");
  engine.environment.variables["DOCKER_CONTEXT"] = "gone";
  CHECK(engine.socket() == "none");
  engine.environment.variables["DOCKER_CONTEXT"] = "default";
  CHECK(engine.socket() == "/var/run/docker.sock");
  engine.environment.variables["DOCKER_HOST"] = "unix://";
  CHECK(engine.socket() == "/var/run/docker.sock");
  engine.environment.variables["DOCKER_HOST"] = "tcp://mirror.example";
  CHECK(engine.socket() == "none");
}

TEST_CASE("a damaged docker configuration means the default socket") {
  Engine engine;
  for (const char* text : {"", "{", "[]", R"({"currentContext":5})", R"({"currentContext":""})"}) {
    CAPTURE(text);
    engine.configure("config.json", text);
    CHECK(engine.socket() == "/var/run/docker.sock");
  }
}
