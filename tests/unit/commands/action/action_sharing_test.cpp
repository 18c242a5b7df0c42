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
