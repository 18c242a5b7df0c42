// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/comment_writer.hpp"
#include "support/fake_comments.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <string>
#include <vector>

using namespace tidegate;
using namespace tidegate::commands;
using tidegate::test::CommentWorld;

namespace {

const std::string marker = "<!-- tidegate:comment v1 builds -->";

report::CommentSection section(const std::string& leg, std::uint64_t run) {
  report::CommentSection made;
  made.leg.key = leg;
  made.leg.run = run;
  made.title = "### " + leg + "\n";
  return made;
}

// What each writer reported as written: the newest run by leg.
using Reported = std::map<std::string, std::uint64_t>;

Result<WrittenComment> write(CommentWorld& world,
                             CommentWorld::Seat& seat,
                             const std::vector<report::CommentSection>& own) {
  github::Client client(seat,
                        seat,
                        {.api_url = "https://api.github.com", .repository = "o/r", .token = "t"},
                        {.attempts = 1, .most_waiting = Seconds(0), .time_limit = Seconds(8)});
  CommentWriter writer(client,
                       seat,
                       "7",
                       {.beginning = marker,
                        .random = [&] { return seat.dead() ? 0.5 : world.chance(); },
                        .join =
                            [](std::string_view one, std::string_view other) {
                              return report::merge_comment(one,
                                                           report::parse_comment(other).sections);
                            }});
  return writer.write(
      [&](std::string_view existing) { return report::merge_comment(existing, own); });
}

std::vector<std::string> own_comments(const CommentWorld& world) {
  std::vector<std::string> bodies;
  for (const auto& [id, comment] : world.server.comments) {
    if (comment.user == world.server.user && report::is_comment(comment.body, "builds")) {
      bodies.push_back(comment.body);
    }
  }
  return bodies;
}

Reported sections_of(const std::string& body) {
  Reported sections;
  for (const auto& each : report::parse_comment(body).sections) {
    sections[each.leg.key] = each.leg.run;
  }
  return sections;
}

Reported run_writers(CommentWorld& world, int count) {
  Reported reported;
  std::vector<std::function<void(CommentWorld::Seat&)>> writers;
  for (int i = 0; i < count; ++i) {
    const auto leg = "leg " + std::to_string(i % 4);
    const auto run = static_cast<std::uint64_t>(1 + i);
    writers.emplace_back([&, leg, run](CommentWorld::Seat& seat) {
      const auto written = write(world, seat, {section(leg, run)});
      if (written && !seat.dead()) {
        reported[leg] = std::max(reported[leg], run);
      }
    });
  }
  world.run(writers);
  return reported;
}

// Some of which nobody reported may be there too: they died after writing.
void check_all_there(const Reported& reported, const Reported& there) {
  for (const auto& [leg, run] : reported) {
    CAPTURE(leg);
    REQUIRE(there.contains(leg));
    CHECK(there.at(leg) >= run);
  }
}

} // namespace

TEST_CASE("writers that begin at once end with one comment and all of their sections") {
  for (unsigned seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    CommentWorld world(seed, {});
    world.server.add(marker + "\nof somebody else", "mallory");
    const Reported reported = run_writers(world, 5);
    CHECK(reported.size() == 4);
    const auto bodies = own_comments(world);
    REQUIRE(bodies.size() == 1);
    CHECK(sections_of(bodies.front()) == reported);
    CHECK(world.server.comments.begin()->second.body == marker + "\nof somebody else");
    for (const auto& [id, comment] : world.server.comments) {
      CHECK(comment.eyes.empty());
    }
  }
}

TEST_CASE("nothing that a writer reported is lost, whoever dies and whatever breaks") {
  int reports = 0;
  for (unsigned seed = 0; seed < 120; ++seed) {
    CAPTURE(seed);
    CommentWorld world(seed, {.broken = 0.04, .late = 0.03, .killed = seed % 2 == 0 ? 0.03 : 0});
    const Reported reported = run_writers(world, 6);
    reports += static_cast<int>(reported.size());
    // The next writer, to whom nothing happens, finds and mends all that is left.
    CommentWorld calm(seed, {});
    calm.server = world.server;
    calm.run({[&](CommentWorld::Seat& seat) { CHECK(write(calm, seat, {section("last", 99)})); }});
    const auto bodies = own_comments(calm);
    REQUIRE(bodies.size() == 1);
    check_all_there(reported, sections_of(bodies.front()));
    CHECK(sections_of(bodies.front()).contains("last"));
  }
  CHECK(reports > 300);
}

TEST_CASE("a lock of a writer that died is taken away, once it was seen for long enough") {
  CommentWorld world(1, {});
  const auto id =
      world.server.add(report::merge_comment("", {section("a", 1)}).body, world.server.user);
  world.server.comments.at(id).eyes[3] = Seconds(0);
  world.run({[&](CommentWorld::Seat& seat) {
    const Seconds before = seat.monotonic();
    const auto written = write(world, seat, {section("b", 1)});
    REQUIRE(written);
    CHECK(written->changed);
    CHECK(seat.monotonic() - before > github::CommentLock::stale);
    CHECK(seat.monotonic() - before < github::CommentLock::stale + Seconds(20));
  }});
  CHECK(world.server.comments.at(id).eyes.empty());
  CHECK(sections_of(world.server.comments.at(id).body).size() == 2);
}

TEST_CASE("nothing is written and no lock taken where the comment says so already") {
  CommentWorld world(1, {});
  world.server.add(report::merge_comment("", {section("a", 5)}).body, world.server.user);
  for (const std::uint64_t run : {std::uint64_t{5}, std::uint64_t{4}}) {
    world.run({[&](CommentWorld::Seat& seat) {
      const auto written = write(world, seat, {section("a", run)});
      REQUIRE(written);
      CHECK_FALSE(written->changed);
      CHECK(written->merged.older == (run == 4 ? 1U : 0U));
      CHECK(written->url == "https://github.com/o/r/pull/7#issuecomment-101");
    }});
  }
  CHECK(world.server.taken == 0);
}

TEST_CASE("without reactions it looks again whether its section is still there") {
  for (unsigned seed = 0; seed < 20; ++seed) {
    CAPTURE(seed);
    CommentWorld world(seed, {});
    world.server.reactions_refused = true;
    const Reported reported = run_writers(world, 3);
    const auto bodies = own_comments(world);
    REQUIRE(bodies.size() == 1);
    CHECK(sections_of(bodies.front()).size() == 3);
  }
}
