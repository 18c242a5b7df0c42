// SPDX-License-Identifier: Apache-2.0
#include "codec/build_json.hpp"
#include "codec/event_json.hpp"
#include "commands/recorded_build.hpp"
#include "support/rich_build.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace tidegate;
using namespace tidegate::test;
using commands::find_build;

namespace {

// Three builds in an event log and its index; ids that share their first characters.
class Recorded {
public:
  Recorded()
      : ledger_(settings()) {
    for (const char* const last : {"A", "B", "C"}) {
      model::Build build = rich_build();
      build.id = std::string("01KBJ0000000000000000000") + (*last == 'C' ? "C" : "0") + last;
      build.started = rich_time(*last * 100.0);
      REQUIRE(ledger_.append(codec::build_event(build, {})));
    }
    REQUIRE(ledger_.open());
  }

  [[nodiscard]] commands::OpenLedger open() {
    return [this]() -> Result<commands::Ledger*> {
      ++opened;
      return &ledger_;
    };
  }

  [[nodiscard]] std::string id_of(const std::string& name) {
    const auto build = find_build(name, open());
    return build ? build->id : build.error().message;
  }

  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    const auto path = folder_.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path.string();
  }

  int opened{0};

private:
  [[nodiscard]] model::Settings settings() const {
    model::Settings settings;
    settings.events_dir = (folder_.path() / "events").string();
    settings.store = (folder_.path() / "history.db").string();
    return settings;
  }

  TempDir folder_;
  commands::Ledger ledger_;
};

} // namespace

TEST_CASE("builds are found by age and by the beginning of their id") {
  Recorded recorded;
  CHECK(recorded.id_of("latest") == "01KBJ0000000000000000000CC");
  CHECK(recorded.id_of("latest~0") == "01KBJ0000000000000000000CC");
  CHECK(recorded.id_of("latest~2") == "01KBJ00000000000000000000A");
  CHECK(recorded.id_of("01KBJ00000000000000000000B") == "01KBJ00000000000000000000B");
  CHECK(recorded.id_of("01kbj0000000000000000000c") == "01KBJ0000000000000000000CC");
}

TEST_CASE("a name that fits no build or several is refused with what would fit") {
  Recorded recorded;
  CHECK(recorded.id_of("latest~3") == "latest~3: only 3 builds are recorded");
  CHECK(recorded.id_of("01KB")
        == "01KB: more than one build begins so: 01KBJ00000000000000000000A and "
           "01KBJ00000000000000000000B");
  CHECK(recorded.id_of("ZZZZ") == "ZZZZ: no recorded build has this id");
  for (const char* const name :
       {"latest~", "latest~x", "latest~-1", "latest~99999999999", "01K", ""}) {
    CAPTURE(name);
    const auto build = find_build(name, recorded.open());
    REQUIRE_FALSE(build);
    CHECK(build.error().kind == Error::Kind::usage);
  }
}

TEST_CASE("files with a record or an event are builds, and need no history") {
  Recorded recorded;
  const model::Build build = rich_build();
  CHECK(recorded.id_of(recorded.write("a.json", codec::to_json(build, {}, 2))) == build.id);
  const std::string event = codec::to_json(codec::build_event(build, {}));
  CHECK(recorded.id_of(recorded.write("b.jsonl", event + "\n")) == build.id);
  CHECK(recorded.opened == 0);
}

TEST_CASE("a file that is no record is refused by its name") {
  Recorded recorded;
  for (const char* const text : {"", "{}", "[1", "{\"event_type\":\"deployment\"}", "\xff\xfe"}) {
    CAPTURE(text);
    const std::string file = recorded.write("c.json", text);
    const auto build = find_build(file, recorded.open());
    REQUIRE_FALSE(build);
    CHECK(build.error().message.starts_with(file + ": "));
    CHECK(build.error().kind == Error::Kind::usage);
  }
}
