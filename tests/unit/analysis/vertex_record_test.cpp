// SPDX-License-Identifier: Apache-2.0
#include "analysis/vertex_record.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::analysis;

namespace {

Time at(int second) {
  return Time(std::chrono::seconds(second));
}

model::Vertex report(int started, std::optional<int> completed, bool cached = false) {
  model::Vertex vertex;
  vertex.digest = "sha256:1";
  vertex.inputs = {"sha256:0"};
  vertex.name = "[2/2] RUN make";
  vertex.started = at(started);
  if (completed) {
    vertex.completed = at(*completed);
  }
  vertex.cached = cached;
  return vertex;
}

model::Vertex with_error(model::Vertex vertex, std::string error) {
  vertex.error = std::move(error);
  return vertex;
}

} // namespace

TEST_CASE("the report of the end may come before the report of the start") {
  VertexRecord record;
  record.apply(report(1, 5));
  record.apply(report(1, {}));
  CHECK(record.completed());
  CHECK(record.intervals(at(99)) == std::vector<Interval>{{at(1), at(5)}});
}

TEST_CASE("runs that overlap are one stretch of time") {
  VertexRecord record;
  record.apply(report(1, 5));
  record.apply(report(3, 7));
  record.apply(report(9, 10));
  CHECK(record.intervals(at(99)) == std::vector<Interval>{{at(1), at(7)}, {at(9), at(10)}});
  CHECK(length_of(record.intervals(at(99))).count() == doctest::Approx(7));
}

TEST_CASE("a run without an end is over at the next start, the last one at the end of the build") {
  VertexRecord record;
  record.apply(report(1, {}));
  record.apply(report(4, {}));
  CHECK_FALSE(record.completed());
  CHECK(record.intervals(at(9)) == std::vector<Interval>{{at(1), at(9)}});
  record.apply(report(4, 5));
  CHECK(record.intervals(at(9)) == std::vector<Interval>{{at(1), at(5)}});
}

TEST_CASE("a clock that goes backwards makes no negative time") {
  VertexRecord record;
  record.apply(report(5, 2));
  CHECK(length_of(record.intervals(at(1))).count() == 0);
}

TEST_CASE("a step loaded from the cache stays cached while its layers are fetched") {
  VertexRecord record;
  record.apply(report(1, 2, true));
  record.apply(report(3, 4));
  CHECK(record.cached());
}

TEST_CASE("a step whose load from the cache failed was executed") {
  VertexRecord record;
  record.apply(with_error(report(1, 2, true), "blob is gone"));
  record.apply(with_error(report(3, {}), "blob is gone"));
  record.apply(report(3, 9));
  CHECK_FALSE(record.cached());
  CHECK(record.error().empty());
}

TEST_CASE("a step that was executed and then loaded was not cached") {
  VertexRecord record;
  record.apply(report(1, 2));
  record.apply(report(3, 4, true));
  CHECK_FALSE(record.cached());
}

TEST_CASE("a source is cached when any of its runs was: the first one only asks for its key") {
  VertexRecord record;
  for (model::Vertex vertex : {report(1, 2), report(3, 4, true)}) {
    vertex.inputs.clear();
    record.apply(vertex);
  }
  CHECK(record.cached());
}

TEST_CASE("a name is never lost to a report without one, and a huge one is cut between words") {
  VertexRecord record;
  record.apply(report(1, 2));
  model::Vertex bare = report(1, 2);
  bare.name.clear();
  record.apply(bare);
  CHECK(record.name() == "[2/2] RUN make");

  model::Vertex huge = report(1, 2);
  huge.name = std::string(16000, 'a') + " SECRET" + std::string(1 << 20, 'b');
  record.apply(huge);
  CHECK(record.name().size() < 17000);
  CHECK(record.name().find("SECRET") == std::string::npos);
}

TEST_CASE("a stream of nonsense does not fill the memory") {
  VertexRecord record;
  for (int i = 0; i < 5000; ++i) {
    record.apply(report(2 * i, 2 * i + 1));
  }
  CHECK(record.intervals(at(0)).size() == 1000);
}

TEST_CASE("being stopped is told from failing") {
  CHECK(is_cancellation("failed to load ref: context canceled"));
  CHECK_FALSE(is_cancellation("exit code: 1"));
  CHECK_FALSE(is_cancellation("context canceled by somebody"));
}
