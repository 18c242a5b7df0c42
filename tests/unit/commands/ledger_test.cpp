// SPDX-License-Identifier: Apache-2.0
#include "codec/event_json.hpp"
#include "commands/ledger.hpp"
#include "support/rich_build.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

namespace tidegate::commands {
namespace {

struct Rig {
  test::TempDir folder;

  [[nodiscard]] model::Settings settings() const {
    model::Settings settings;
    settings.events_dir = (folder.path() / "events").string();
    settings.store = (folder.path() / "history.db").string();
    return settings;
  }

  // The log holds these builds and no others; each has the same length.
  void put(const std::string& last_letters) const {
    std::filesystem::create_directories(folder.path() / "events");
    std::ofstream log(folder.path() / "events/2026-11.jsonl");
    for (const char letter : last_letters) {
      model::Build build = test::rich_build();
      build.id = std::string("01KBJ00000000000000000000") + letter;
      log << codec::to_json(codec::build_event(build, {})) << "\n";
    }
  }

  [[nodiscard]] std::size_t new_builds() const {
    auto reading = Ledger(settings()).open();
    REQUIRE(reading);
    return reading->builds;
  }
};

} // namespace

TEST_CASE("a log is read on where it was left") {
  const Rig rig;
  rig.put("A");
  CHECK(rig.new_builds() == 1);
  CHECK(rig.new_builds() == 0);
  rig.put("AB");
  CHECK(rig.new_builds() == 1);
}

TEST_CASE("a log that was replaced by one with as long lines is read from its beginning") {
  const Rig rig;
  rig.put("A");
  CHECK(rig.new_builds() == 1);
  rig.put("BC");
  CHECK(rig.new_builds() == 2);
  const auto newest = [&] {
    Ledger ledger(rig.settings());
    REQUIRE(ledger.open());
    return ledger.newest(10).value().size();
  };
  CHECK(newest() == 3);
}

} // namespace tidegate::commands
