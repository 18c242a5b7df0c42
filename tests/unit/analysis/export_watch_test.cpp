// SPDX-License-Identifier: Apache-2.0
#include "analysis/export_watch.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using analysis::ExportWatch;

namespace {

constexpr model::ExportLimits limits{.stall = Seconds{10}, .total = Seconds{30}};

model::Progress vertex(const std::string& name, bool completed) {
  model::Vertex made;
  made.digest = "sha256:" + name;
  made.name = name;
  made.started = Time(std::chrono::seconds(1));
  if (completed) {
    made.completed = Time(std::chrono::seconds(2));
  }
  model::Progress progress;
  progress.vertexes = {made};
  return progress;
}

model::Progress status(const std::string& of) {
  model::VertexStatus made;
  made.id = "writing layer";
  made.vertex = "sha256:" + of;
  model::Progress progress;
  progress.statuses = {made};
  return progress;
}

const std::string cache_export = "exporting to GitHub Actions Cache";

} // namespace

TEST_CASE("a build without an export of the cache is never overdue") {
  ExportWatch watch(limits);
  watch.see(vertex("[2/2] RUN sleep 1000", false), Seconds{0});
  watch.see(vertex("exporting to image", false), Seconds{0});
  CHECK_FALSE(watch.overdue(Seconds{5000}));
}

TEST_CASE("an export without a sign is stalled, a sign of it and of nothing else puts that off") {
  ExportWatch watch(limits);
  watch.see(vertex(cache_export, false), Seconds{100});
  CHECK_FALSE(watch.overdue(Seconds{109}));
  CHECK(watch.overdue(Seconds{110}));
  watch.see(status("exporting to image"), Seconds{109});
  CHECK(watch.overdue(Seconds{110}));
  watch.see(status(cache_export), Seconds{109});
  CHECK_FALSE(watch.overdue(Seconds{118}));
  REQUIRE(watch.overdue(Seconds{119}));
  CHECK(watch.overdue(Seconds{119})->find("no progress for 10") != std::string::npos);
}

TEST_CASE("an export that goes on and on reaches its limit") {
  ExportWatch watch(limits);
  for (int second = 0; second < 30; second += 5) {
    watch.see(second == 0 ? vertex(cache_export, false) : status(cache_export), Seconds(second));
    CHECK_FALSE(watch.overdue(Seconds(second)));
  }
  REQUIRE(watch.overdue(Seconds{30}));
  CHECK(watch.overdue(Seconds{30})->find("longer than 30") != std::string::npos);
}

TEST_CASE("an export that is over is not overdue, and a report that comes twice changes nothing") {
  ExportWatch watch(limits);
  watch.see(vertex(cache_export, false), Seconds{0});
  watch.see(vertex(cache_export, false), Seconds{9});
  CHECK(watch.overdue(Seconds{10}));
  watch.see(vertex(cache_export, true), Seconds{9});
  CHECK_FALSE(watch.overdue(Seconds{1000}));
}
