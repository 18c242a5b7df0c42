// SPDX-License-Identifier: Apache-2.0
#include "commands/events/data_folders.hpp"
#include "commands/events/days.hpp"
#include "commands/events/event_remote.hpp"
#include "commands/events/seen_ids.hpp"
#include "support/fake_clock.hpp"

#include <doctest/doctest.h>

namespace tidegate::commands {
namespace {

DataFolders folders(const char* events) {
  model::Settings settings;
  settings.events_dir = events;
  return data_folders(settings);
}

} // namespace

TEST_CASE("spool and branch lie beside a log in .tidegate and inside one that is elsewhere") {
  CHECK(folders(".tidegate/events").spool == ".tidegate/spool");
  CHECK(folders(".tidegate/events/").branch == ".tidegate/branch");
  CHECK(folders("/x/.tidegate/events").spool == "/x/.tidegate/spool");
  CHECK(folders(".chora/memory/events").spool == ".chora/memory/events/spool");
  CHECK(folders("/tmp/x").branch == "/tmp/x/branch");
}

TEST_CASE("days and durations are times") {
  CHECK(parse_days("90d", "--since") == Seconds(90.0 * 86400));
  CHECK(parse_days("0d", "--since") == Seconds(0));
  CHECK(parse_days("36h", "--since") == Seconds(36.0 * 3600));
  for (const char* const text : {"", "d", "-1d", "1.5d", "99999999d", "soon"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_days(text, "--since"));
  }
}

TEST_CASE("a moment is a time back, a day or a point in time") {
  const Time now = util::parse_rfc3339("2026-11-21T12:00:00Z").value();
  CHECK(util::to_rfc3339(parse_moment("2d", now, "--since").value()) == "2026-11-19T12:00:00.000Z");
  CHECK(util::to_rfc3339(parse_moment("2026-11-01", now, "--since").value())
        == "2026-11-01T00:00:00.000Z");
  CHECK(util::to_rfc3339(parse_moment("2026-11-01T03:00:00+01:00", now, "--since").value())
        == "2026-11-01T02:00:00.000Z");
  CHECK_FALSE(parse_moment("2026-13-01", now, "--since"));
  CHECK_FALSE(parse_moment("yesterday", now, "--since"));
}

TEST_CASE("a day that is so long ago is neither after today nor before 1970") {
  const Time now = util::parse_rfc3339("2026-11-21T12:00:00Z").value();
  CHECK(day_back(now, Seconds{0}) == "2026-11-21");
  CHECK(day_back(now, Seconds{12.5 * 3600}) == "2026-11-20");
  CHECK(day_back(now, Seconds{90.0 * 86400}) == "2026-08-23");
  CHECK(day_back(now, Seconds{-5.0 * 86400}) == "2026-11-21");
  CHECK(day_back(now, Seconds{1e300}) == "1970-01-01");
}

TEST_CASE("who waits for others waits longer each time, at random, and not for ever") {
  test::FakeClock clock;
  Patience patience(clock, Seconds{120});
  int waits = 0;
  while (patience.wait()) {
    REQUIRE(++waits < 10'000);
  }
  CHECK(waits > 20);
  CHECK(clock.elapsed <= Seconds{120});
  CHECK(clock.elapsed > Seconds{110});
  Seconds longest{0};
  for (const Seconds span : clock.slept) {
    longest = std::max(longest, span);
  }
  CHECK(clock.slept.front() <= Seconds{0.05});
  CHECK(clock.slept.front() >= Seconds{0.005});
  CHECK(longest <= Seconds{5});
  CHECK(longest > Seconds{1});
}

TEST_CASE("an event counts once by its id, and without one by its text") {
  SeenIds seen;
  CHECK(seen.is_new("a", "1"));
  CHECK_FALSE(seen.is_new("a", "2"));
  CHECK(seen.is_new("b", "1"));
  CHECK(seen.is_new("", "3"));
  CHECK_FALSE(seen.is_new("", "3"));
  CHECK(seen.is_new("", "4"));
}

} // namespace tidegate::commands
