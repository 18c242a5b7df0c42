// SPDX-License-Identifier: Apache-2.0
#include "model/history.hpp"

#include <doctest/doctest.h>

namespace tidegate::model {

TEST_CASE("the name of an image is its reference without tag and digest") {
  CHECK(image_name("ghcr.io/o/app:1.2") == "ghcr.io/o/app");
  CHECK(image_name("app:latest") == "app");
  CHECK(image_name("app") == "app");
  CHECK(image_name("localhost:5000/o/app") == "localhost:5000/o/app");
  CHECK(image_name("localhost:5000/o/app:v1") == "localhost:5000/o/app");
  CHECK(image_name("o/app:v1@sha256:0123") == "o/app");
  CHECK(image_name("o/app@sha256:0123") == "o/app");
  CHECK(image_name("").empty());
}

TEST_CASE("builds belong to one series where everything that matters is equal") {
  Build build;
  build.run.repository = "o/app";
  build.run.workflow = "ci";
  build.run.job = "image";
  build.run.leg = "arm64";
  build.run.sha = "1111";
  build.request.dockerfile = "Dockerfile";
  build.request.target = "prod";
  build.request.platform = "linux/amd64";
  build.image.ref = "ghcr.io/o/app:1";
  build.cache.state = CacheState::warm;
  build.runner.cpu_model = "CPU";
  build.runner.cpus = 4;
  const SeriesKey key = series_key(build);
  CHECK(key
        == SeriesKey{"o/app",
                     "ci",
                     "image",
                     "arm64",
                     "ghcr.io/o/app",
                     "Dockerfile",
                     "prod",
                     "linux/amd64",
                     CacheState::warm,
                     "CPU",
                     4});

  Build later = build;
  later.image.ref = "ghcr.io/o/app:2";
  later.run.sha = "2222";
  later.duration = Seconds(99);
  CHECK(series_key(later) == key);

  later.cache.state = CacheState::cold;
  CHECK_FALSE(series_key(later) == key);
}

TEST_CASE("a build that made no image is named by the tag that was asked for") {
  Build build;
  build.request.tags = {"ghcr.io/o/app:1", "ghcr.io/o/app:latest"};
  CHECK(series_key(build).image == "ghcr.io/o/app");
  build.request.tags.clear();
  CHECK(series_key(build).image.empty());
}

TEST_CASE("the past of a pull request ends where it left its base branch") {
  Build build;
  build.started = Time(std::chrono::hours(9));
  CHECK(past_scope(build) == PastScope{.until = build.started, .ref = ""});
  build.baseline = Baseline{.started = Time(std::chrono::hours(3)), .ref = "refs/heads/main"};
  CHECK(past_scope(build) == PastScope{.until = build.started, .ref = ""});
  build.baseline->merge_base = "0123abc";
  CHECK(past_scope(build) == PastScope{.until = build.baseline->started, .ref = "refs/heads/main"});
}

} // namespace tidegate::model
