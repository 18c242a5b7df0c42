// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action_sharing.hpp"
#include "unit/commands/action/action_rig.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using namespace tidegate::test;
using commands::CommentWhen;

TEST_CASE("nothing leaves the job that was not asked for") {
  const auto sharing = good({}).sharing;
  CHECK_FALSE(sharing.publish);
  CHECK_FALSE(sharing.events_branch.has_value());
  CHECK(sharing.comment == CommentWhen::never);
  CHECK_FALSE(sharing.check);
  CHECK(sharing.leg.empty());
}

TEST_CASE("what was asked for is read") {
  const auto sharing = good({{"INPUT_PUBLISH", "true"},
                             {"INPUT_EVENTS_BRANCH", " data "},
                             {"INPUT_CHECK", "True"},
                             {"INPUT_COMMENT", "true"}})
                           .sharing;
  CHECK(sharing.publish);
  CHECK(sharing.events_branch == "data");
  CHECK(sharing.check);
  CHECK(sharing.comment == CommentWhen::always);
}

TEST_CASE("a comment is posted never, always, or where it says something new") {
  CHECK(good({{"INPUT_COMMENT", "false"}}).sharing.comment == CommentWhen::never);
  CHECK(good({{"INPUT_COMMENT", "change"}}).sharing.comment == CommentWhen::change);
  CHECK(complaint({{"INPUT_COMMENT", "sometimes"}})
        == "input \"comment\": \"sometimes\" is unknown");
  CHECK(complaint({{"INPUT_PUBLISH", "on-push"}})
        == "input \"publish\": \"on-push\" is no boolean");
}

TEST_CASE("a leg is named by the input, or by the matrix of the job") {
  const std::string matrix = R"({"platform": "linux/arm64", "debug": false})";
  CHECK(good({{"TIDEGATE_MATRIX", matrix}}).sharing.leg == "linux/arm64, false");
  CHECK(good({{"TIDEGATE_MATRIX", matrix}, {"INPUT_LEG", "arm"}}).sharing.leg == "arm");
  CHECK(good({{"TIDEGATE_MATRIX", "null"}}).sharing.leg.empty());
  CHECK(good({{"INPUT_LEG", "a\r\x1b[31mb"}}).sharing.leg.find('\x1b') == std::string::npos);
}
