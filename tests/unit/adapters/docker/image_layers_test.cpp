// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/cache_records.hpp"
#include "adapters/docker/image_layers.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_environment.hpp"
#include "support/fake_http.hpp"
#include "support/fake_process.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;

namespace {

// As engine 28.5 with a containerd store answers, shortened.
const std::string inspected =
    R"({"Id":"sha256:57","Size":38489476,"RootFS":{"Layers":["sha256:97","sha256:a9","sha256:e7"]},)"
    R"("Manifests":[{"Available":true,"Size":{"Content":38488620,"Total":130947628},"Kind":"image"},)"
    R"({"Available":true,"Size":{"Content":1726},"Kind":"attestation"}]})";
const std::string history =
    R"([{"CreatedBy":"CMD [\"sh\"]","Size":0},)"
    R"({"CreatedBy":"RUN |1 V=hunter2 /bin/sh -c rm /t # buildkit","Size":4096},)"
    R"({"CreatedBy":"COPY /src/out /out # buildkit","Size":3006464},)"
    R"({"CreatedBy":"ARG V=1","Size":0},{"CreatedBy":"","Size":83927040}])";

struct Engine {
  test::FakeProcess process;
  test::FakeHttp http;
  test::FakeClock clock;
  test::FakeEnvironment environment;

  Engine() { environment.variables["DOCKER_HOST"] = "unix:///run/e.sock"; }

  ports::Ports ports() { return {process, http, clock, environment}; }

  void answer(int status, const std::string& body) {
    http.script.emplace_back(ports::HttpAnswer{.status = status, .body = body});
  }

  model::Image image() {
    const auto found = docker::image_layers(ports(), "img:1");
    REQUIRE(found);
    REQUIRE(*found);
    return **found;
  }
};

} // namespace

TEST_CASE("the engine tells the layers of an image with their sizes and instructions") {
  Engine engine;
  engine.answer(200, inspected);
  engine.answer(200, history);
  const auto image = engine.image();
  CHECK(image.digest == "sha256:57");
  CHECK(image.size_bytes == 38489476);
  CHECK(image.compressed_bytes == 38488620);
  CHECK(image.unpacked_bytes == 86937600);
  REQUIRE(image.layers.size() == 3);
  CHECK(image.layers[0].diff_id == "sha256:97");
  CHECK(image.layers[0].unpacked_bytes == 83927040);
  CHECK(image.layers[1].created_by == "COPY /src/out /out # buildkit");
  CHECK(image.layers[2].created_by == "RUN /bin/sh -c rm /t # buildkit");
  CHECK(image.layers[2].unpacked_bytes == 4096);
  CHECK_FALSE(image.layers[2].compressed_bytes);
  REQUIRE(engine.http.asked.size() == 2);
  CHECK(engine.http.asked[0].url == "http://localhost/images/img%3A1/json?manifests=1");
  CHECK(engine.http.asked[1].url == "http://localhost/images/img%3A1/history");
  CHECK(engine.http.asked[1].unix_socket == "/run/e.sock");
}

TEST_CASE("a graph driver tells layers of no bytes, which are told by their instruction") {
  Engine engine;
  engine.answer(200, R"({"Id":"sha256:1","Size":9,"RootFS":{"Layers":["sha256:a","sha256:b"]}})");
  engine.answer(
      200,
      R"([{"CreatedBy":"ENV A=1","Size":0},{"CreatedBy":"RUN /bin/sh -c true","Size":0},)"
      R"({"CreatedBy":"/bin/sh -c #(nop)  CMD [\"sh\"]","Size":0},{"CreatedBy":"x","Size":9}])");
  const auto image = engine.image();
  CHECK_FALSE(image.compressed_bytes);
  CHECK(image.unpacked_bytes == 9);
  CHECK(image.layers[1].created_by == "RUN /bin/sh -c true");
  CHECK(image.layers[1].unpacked_bytes == 0);
}

TEST_CASE("a history that does not fit the layers says nothing about them") {
  Engine engine;
  engine.answer(200, R"({"RootFS":{"Layers":["sha256:a","sha256:b"]}})");
  engine.answer(200, R"([{"CreatedBy":"x","Size":9}])");
  const auto image = engine.image();
  REQUIRE(image.layers.size() == 2);
  CHECK_FALSE(image.layers[0].unpacked_bytes);
  CHECK(image.layers[0].created_by.empty());
}

TEST_CASE("an image that is not unpacked has no unpacked size") {
  Engine engine;
  engine.answer(200, R"({"RootFS":{"Layers":["sha256:a"]}})");
  engine.answer(200, R"([{"CreatedBy":"COPY a b","Size":0}])");
  const auto image = engine.image();
  CHECK_FALSE(image.unpacked_bytes);
  CHECK_FALSE(image.layers[0].unpacked_bytes);
}

TEST_CASE("two platforms in the store leave the compressed size open") {
  Engine engine;
  engine.answer(200,
                R"({"Manifests":[{"Available":true,"Size":{"Content":1},"Kind":"image"},)"
                R"({"Available":true,"Size":{"Content":2},"Kind":"image"}]})");
  engine.answer(200, "[]");
  CHECK_FALSE(engine.image().compressed_bytes);
}

TEST_CASE("an image that the engine does not hold, or no engine here, is no layers") {
  Engine engine;
  engine.answer(404, R"({"message":"No such image"})");
  auto none = docker::image_layers(engine.ports(), "img:1");
  REQUIRE(none);
  CHECK_FALSE(*none);
  engine.environment.variables["DOCKER_HOST"] = "tcp://host:2375";
  none = docker::image_layers(engine.ports(), "img:1");
  REQUIRE(none);
  CHECK_FALSE(*none);
}

TEST_CASE("an engine that fails is an error with its reason, and odd answers are nothing worse") {
  Engine engine;
  engine.answer(500, R"({"message":"disk \u001b[31mfull"})");
  const auto failed = docker::image_layers(engine.ports(), "img:1");
  REQUIRE_FALSE(failed);
  CHECK(failed.error().message == "docker engine at /run/e.sock: answered 500: disk full");
  for (const char* odd : {"", "[]", "{", "null", R"({"RootFS":7,"Manifests":{"a":1}})"}) {
    engine.answer(200, odd);
    engine.answer(200, odd);
    CHECK(docker::image_layers(engine.ports(), "img:1"));
  }
}

TEST_CASE("the unpacked size of a base image is the sum of its history") {
  Engine engine;
  engine.answer(200, history);
  const auto size = docker::unpacked_size(engine.ports(), "debian@sha256:1");
  REQUIRE(size);
  CHECK(*size == 86937600U);
  CHECK(engine.http.asked[0].url == "http://localhost/images/debian%40sha256%3A1/history");
}

TEST_CASE("the build cache is read with either spelling of its parents") {
  Engine engine;
  engine.answer(
      200,
      R"({"BuildCache":[{"ID":"a","Type":"regular","Description":"d","Size":5," Parents":["p"],)"
      R"("CreatedAt":"2026-11-21T03:42:39Z","LastUsedAt":"2026-11-21T03:42:41Z"},)"
      R"({"ID":"b","Type":"source.local"},{"ID":"c","Type":"regular","Parents":["a",7]}]})");
  const auto records = docker::cache_records(engine.ports());
  REQUIRE(records);
  REQUIRE(records->size() == 2);
  CHECK(records->at(0).parents == std::vector<std::string>{"p"});
  CHECK(records->at(0).bytes == 5);
  CHECK(records->at(0).last_used > records->at(0).created);
  CHECK(records->at(1).parents == std::vector<std::string>{"a"});
  CHECK_FALSE(records->at(1).created);
}
