// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/zone.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <random>

using namespace tidegate;
using sqlite::Zone;

namespace {

Time at(const std::string& text) {
  return util::parse_rfc3339(text).value();
}

std::string bytes_of(const std::string& zone) {
  std::ifstream stream("/usr/share/zoneinfo/" + zone, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string big_endian(std::uint64_t number, int bytes) {
  std::string text;
  for (int i = bytes - 1; i >= 0; --i) {
    text += static_cast<char>((number >> (8U * static_cast<unsigned>(i))) & 0xffU);
  }
  return text;
}

std::string header(std::uint32_t transitions, std::uint32_t types) {
  return "TZif2" + std::string(15, '\0') + std::string(12, '\0') + big_endian(transitions, 4)
         + big_endian(types, 4) + big_endian(0, 4);
}

std::string type(std::int32_t offset) {
  return big_endian(static_cast<std::uint32_t>(offset), 4) + std::string(2, '\0');
}

// +01:00 until 1,000,000,000 s, then +02:00, with the rule for what comes after.
std::string small_zone(const std::string& rule) {
  return header(0, 1) + type(0) + header(1, 2) + big_endian(1'000'000'000, 8) + '\1' + type(3600)
         + type(7200) + "\n" + rule + "\n";
}

} // namespace

TEST_CASE("a moment is written in its zone with the offset of its season") {
  const Zone zone = Zone::load("Europe/Berlin");
  REQUIRE_MESSAGE(zone.name() == "Europe/Berlin",
                  "not run: this machine has no zone files (tzdata)");
  CHECK(zone.local(at("2026-11-21T00:18:45.624Z")).text == "2026-11-21T01:18:45.624+01:00");
  CHECK(zone.local(at("2026-07-01T23:30:00Z")).text == "2026-07-02T01:30:00.000+02:00");
  CHECK(zone.local(at("2026-03-29T00:59:59.999Z")).text == "2026-03-29T01:59:59.999+01:00");
  CHECK(zone.local(at("2026-03-29T01:00:00Z")).text == "2026-03-29T03:00:00.000+02:00");
  CHECK(zone.local(at("2026-07-01T23:30:00Z")).zone == "Europe/Berlin");
  CHECK(Zone::load("America/St_Johns").local(at("2026-01-01T00:00:00Z")).text
        == "2025-12-31T20:30:00.000-03:30");
  CHECK(Zone::load("Asia/Kolkata").local(at("2150-01-01T00:00:00Z")).text
        == "2150-01-01T05:30:00.000+05:30");
}

TEST_CASE("UTC stays UTC with a Z") {
  const auto local = Zone::load("UTC").local(at("2026-11-21T00:18:45.624Z"));
  CHECK(local.text == "2026-11-21T00:18:45.624Z");
  CHECK(local.zone == "UTC");
}

TEST_CASE("an unknown zone, or a path that leaves the folder, is UTC") {
  for (const auto* const name :
       {"", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "Europe", "tzdata.zi"}) {
    const Zone zone = Zone::load(name);
    CHECK(zone.name() == "UTC");
    CHECK(zone.local(at("2026-11-21T00:00:00Z")).text == "2026-11-21T00:00:00.000Z");
  }
  CHECK(Zone::load("Europe/Berlin", "/nonexistent").name() == "UTC");
}

TEST_CASE("behind the table of a zone with summer time it stays UTC and says so") {
  const Zone seasons = Zone::parse("X/Seasons", small_zone("AAA-2BBB,M3.5.0,M10.5.0/3"));
  CHECK(seasons.local(at("2000-01-01T00:00:00Z")).text == "2000-01-01T01:00:00.000+01:00");
  CHECK(seasons.local(at("2000-01-01T00:00:00Z")).zone == "X/Seasons");
  CHECK(seasons.local(at("2026-01-01T00:00:00Z")).text == "2026-01-01T00:00:00.000Z");
  CHECK(seasons.local(at("2026-01-01T00:00:00Z")).zone == "UTC");
}

TEST_CASE("behind the table of a zone without summer time the last offset goes on") {
  const Zone steady = Zone::parse("X/Steady", small_zone("AAA-2"));
  CHECK(steady.local(at("2026-01-01T00:00:00Z")).text == "2026-01-01T02:00:00.000+02:00");
}

TEST_CASE("moments far outside stay UTC instead of overflowing") {
  const Zone steady = Zone::parse("X/Steady", small_zone("AAA-2"));
  CHECK(steady.local(Time::max()).zone == "UTC");
  CHECK(steady.local(Time::min()).zone == "UTC");
  CHECK(steady.local(at("1969-12-31T23:59:59Z")).zone == "UTC");
}

TEST_CASE("a zone file that is cut anywhere or overwritten does no harm") {
  const std::string whole = small_zone("AAA-2");
  for (std::size_t size = 0; size < whole.size() - 8; ++size) {
    (void)Zone::parse("X", whole.substr(0, size)).local(at("2026-01-01T00:00:00Z"));
  }
  CHECK(Zone::parse("X", whole.substr(0, whole.size() - 20)).name() == "UTC");
  std::mt19937 random(7); // NOLINT(bugprone-random-generator-seed): the same damage each time
  const std::string real = bytes_of("Europe/Berlin");
  for (int round = 0; round < 2000; ++round) {
    std::string damaged = round % 2 == 0 || real.empty() ? whole : real;
    for (int i = 0; i < 4; ++i) {
      damaged[random() % (i < 2 ? std::min<std::size_t>(damaged.size(), 64) : damaged.size())] =
          static_cast<char>(random() & 0xffU);
    }
    const auto local = Zone::parse("X", damaged).local(at("2026-01-01T00:00:00Z"));
    CHECK((local.zone == "X" || local.zone == "UTC"));
  }
}
