// SPDX-License-Identifier: Apache-2.0
#include "model/build.hpp"

#include <doctest/doctest.h>

namespace tidegate::model {
namespace {

Step step(int index, const std::string& instruction) {
  Step made;
  made.index = index;
  made.total = 9;
  made.instruction = instruction;
  return made;
}

} // namespace

TEST_CASE("a step of a stage can be cached unless it is FROM") {
  CHECK(step(2, "RUN make").cacheable());
  CHECK(step(1, "COPY --from=build /a /b").cacheable());
  CHECK(step(3, "FROMAGE").cacheable());
  CHECK_FALSE(step(1, "FROM debian").cacheable());
  CHECK_FALSE(step(1, "from debian").cacheable());
  CHECK_FALSE(step(1, "FROM").cacheable());
}

TEST_CASE("what BuildKit does for itself is not cacheable") {
  CHECK_FALSE(step(0, "").cacheable());
  CHECK_FALSE(step(0, "RUN make").cacheable());
}

TEST_CASE("every outcome and cache state has a word that leads back to it") {
  for (const Outcome outcome : {Outcome::success, Outcome::failure, Outcome::canceled}) {
    CHECK(parse_outcome(to_text(outcome)) == outcome);
  }
  for (const CacheState state : {CacheState::cold, CacheState::warm, CacheState::partial}) {
    CHECK(parse_cache_state(to_text(state)) == state);
  }
  CHECK(to_text(Outcome::canceled) == "canceled");
  CHECK(to_text(CacheState::partial) == "partial");
  CHECK_FALSE(parse_outcome("").has_value());
  CHECK_FALSE(parse_outcome("Success").has_value());
  CHECK_FALSE(parse_cache_state("hot").has_value());
}

} // namespace tidegate::model
