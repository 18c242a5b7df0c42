// SPDX-License-Identifier: Apache-2.0
#include "model/verdict.hpp"

#include <doctest/doctest.h>

namespace tidegate::model {
namespace {

Verdict with(Status status) {
  Verdict verdict;
  verdict.status = status;
  return verdict;
}

} // namespace

TEST_CASE("every status and unit has a word that leads back to it") {
  for (const Status status :
       {Status::pass, Status::learning, Status::inconclusive, Status::warn, Status::fail}) {
    CHECK_FALSE(to_text(status).empty());
    CHECK(parse_status(to_text(status)) == status);
  }
  for (const Unit unit : {Unit::seconds, Unit::bytes, Unit::ratio, Unit::points}) {
    CHECK(parse_unit(to_text(unit)) == unit);
  }
  CHECK(to_text(Status::inconclusive) == "inconclusive");
  CHECK_FALSE(parse_status("").has_value());
  CHECK_FALSE(parse_status("failed").has_value());
  CHECK_FALSE(parse_unit("s").has_value());
}

TEST_CASE("the verdict of several is the gravest, whatever their order") {
  CHECK(gravest({}) == Status::pass);
  CHECK(gravest({with(Status::pass), with(Status::learning)}) == Status::learning);
  CHECK(gravest({with(Status::inconclusive), with(Status::learning)}) == Status::inconclusive);
  CHECK(gravest({with(Status::fail), with(Status::warn), with(Status::pass)}) == Status::fail);
  CHECK(gravest({with(Status::warn), with(Status::inconclusive)}) == Status::warn);
}

TEST_CASE("the log keeps the arithmetic of what is not as usual, and of what may be responsible") {
  Verdict usual = with(Status::pass);
  usual.rule = "prediction";
  usual.metric = "build-time";
  usual.reason = "build took 1s";
  usual.evidence = SeriesEvidence{};
  usual.evidence->effect = .01;
  usual.evidence->floor = .1;
  Verdict step = usual;
  step.metric = "step-time build: RUN make";
  Verdict suspect = step;
  suspect.evidence->effect = .06;
  Verdict red = usual;
  red.status = Status::fail;
  const auto kept = abridged({usual, step, suspect, red});
  REQUIRE(kept.size() == 4);
  CHECK_FALSE(kept[0].evidence);
  CHECK(kept[0].reason == "build took 1s");
  CHECK_FALSE(kept[1].evidence);
  CHECK(kept[1].reason.empty());
  CHECK(kept[2] == suspect);
  CHECK(kept[3] == red);
}

TEST_CASE("that one step is learning does not speak for the build") {
  auto step = with(Status::learning);
  step.metric = "step-time build: RUN make";
  auto whole = with(Status::pass);
  whole.metric = "build-time";
  const std::vector<Verdict> both{step, whole};
  CHECK(gravest(both) == Status::pass);
  CHECK(gravest_verdict(both) == &both[1]);
  CHECK(gravest({step}) == Status::learning);
  step.status = Status::warn;
  CHECK(gravest({step, whole}) == Status::warn);
  whole.status = Status::learning;
  CHECK(gravest({with(Status::pass), whole}) == Status::learning);
  CHECK(gravest_verdict({}) == nullptr);
}

} // namespace tidegate::model
