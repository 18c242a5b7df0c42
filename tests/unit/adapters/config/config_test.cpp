// SPDX-License-Identifier: Apache-2.0
#include "adapters/config/config.hpp"
#include "support/temp_dir.hpp"
#include "unit/adapters/config/parsed.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <string>
#include <sys/stat.h>

using namespace tidegate;
using test::error_of;
using test::refused;
using test::settings_of;
using Names = std::vector<std::string>;

namespace {

void write(const std::filesystem::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

} // namespace

TEST_CASE("a configuration that says nothing is all defaults") {
  CHECK(settings_of("") == model::Settings{});
  CHECK(settings_of("# only a comment\n") == model::Settings{});
  CHECK(settings_of("---\n") == model::Settings{});
  CHECK(settings_of("gate:\nevents:\nbuild-args:\n  show:\n") == model::Settings{});
  CHECK(settings_of("gate:\n  sigma:\n  # k: 3\n") == model::Settings{});
}

TEST_CASE("every key of a configuration lands in its place") {
  const auto settings = settings_of(R"(
gate:
  max-build-time: 1m30s
  max-image-size: 250MB
  min-cache-hit-ratio: 60%
  mode: off
  sigma: {k: 2.5, window: 30, min-samples: 8}
  on-fail: warn
events:
  dir: logs/events
  layout: chora
store: var/history.db
timezone: America/Argentina/Buenos_Aires
build-args:
  show: [VERSION, _variant2]
)");
  CHECK(settings.policy.max_build_time == Seconds(90));
  CHECK(settings.policy.max_image_size == 250'000'000U);
  CHECK(settings.policy.min_cache_hit_ratio == doctest::Approx(0.6));
  CHECK(settings.policy.mode == model::GateMode::off);
  CHECK(settings.policy.sigma == model::SigmaRule{.k = 2.5, .window = 30, .min_samples = 8});
  CHECK(settings.policy.on_fail == model::OnFail::warn);
  CHECK(settings.events_dir == "logs/events");
  CHECK(settings.events_layout == model::EventLayout::chora);
  CHECK(settings.store == "var/history.db");
  CHECK(settings.timezone == "America/Argentina/Buenos_Aires");
  CHECK(settings.shown_build_args == Names{"VERSION", "_variant2"});
}

TEST_CASE("bare numbers are seconds, bytes and shares") {
  const auto policy =
      settings_of("gate: {max-build-time: 90, max-image-size: 1000, min-cache-hit-ratio: 0.25}")
          .policy;
  CHECK(policy.max_build_time == Seconds(90));
  CHECK(policy.max_image_size == 1000U);
  CHECK(policy.min_cache_hit_ratio == 0.25);
}

TEST_CASE("an unknown key is an error with its place and the nearest known key") {
  CHECK(error_of("gate:\n  mode: off\n  max-bild-time: 5m\n")
        == R"(f.yml:3:3: unknown key "max-bild-time"; did you mean "max-build-time"?)");
  CHECK(error_of("stroe: x\n") == R"(f.yml:1:1: unknown key "stroe"; did you mean "store"?)");
}

TEST_CASE("a key in the wrong section is sent to its own") {
  CHECK(error_of("max-build-time: 5m\n")
        == R"(f.yml:1:1: unknown key "max-build-time"; it belongs to "gate")");
  CHECK(error_of("gate:\n  window: 5\n")
        == R"(f.yml:2:3: unknown key "window"; it belongs to "gate.sigma")");
}

TEST_CASE("a key unlike all others gets the list of those that would do") {
  CHECK(error_of("events:\n  zzzzzzzzz: 1\n")
        == R"(f.yml:2:3: unknown key "zzzzzzzzz"; known here: dir, layout)");
}

TEST_CASE("a dotted key is no way into a section") {
  CHECK(error_of("gate.mode: off\n").find("unknown key \"gate.mode\"") != std::string::npos);
  CHECK(refused("\"gate.sigma\": {k: 2}\n"));
}

TEST_CASE("a key given twice is an error that names both lines") {
  CHECK(error_of("gate:\n  mode: off\n  mode: sigma\n")
        == R"(f.yml:3:3: key "mode" is given twice, first on line 2)");
  CHECK(error_of("store: a\nstore: b\n")
        == R"(f.yml:2:1: key "store" is given twice, first on line 1)");
  settings_of("gate: {sigma: {k: 2}}\nevents: {dir: k}\n"); // the same word elsewhere is none
}

TEST_CASE("values of the wrong shape are errors at the value") {
  CHECK(error_of("gate: 5\n") == "f.yml:1:7: gate takes keys below it, found a value");
  CHECK(error_of("gate:\n  - a\n") == "f.yml:2:3: gate takes keys below it, found a list");
  CHECK(error_of("store: [a]\n") == "f.yml:1:8: store takes a value, found a list");
  CHECK(error_of("store:\n  a: b\n") == "f.yml:2:3: store takes a value, found keys below it");
  CHECK(error_of("gate:\n  mode:\n") == "f.yml:2:3: mode takes a value, found nothing");
  CHECK(error_of("build-args:\n  show: VERSION\n")
        == "f.yml:2:9: show takes a list, found a value");
  CHECK(error_of("build-args:\n  show: [[A]]\n")
        == "f.yml:2:10: a list may hold only plain values");
  CHECK(error_of("build-args:\n  show:\n    - A: b\n")
        == "f.yml:3:7: a list may hold only plain values");
  CHECK(refused("build-args:\n  show: [A, , B]\n"));
  CHECK(refused("build-args:\n  show: [~]\n"));
}

TEST_CASE("bad values are errors that say what would do") {
  CHECK(error_of("gate:\n  mode: sgima\n")
        == R"(f.yml:2:9: mode: "sgima" is not known; did you mean "sigma"?)");
  CHECK(error_of("on-cache-failure: retry\n")
        == R"(f.yml:1:19: on-cache-failure: "retry" is not known; known: rebuild, fail)");
  CHECK(error_of("cache-export-stall: 0\n").find("must be more than 0") != std::string::npos);
  CHECK(error_of("gate:\n  on-fail: explode\n")
        == R"(f.yml:2:12: on-fail: "explode" is not known; known: fail, warn)");
  CHECK(error_of("gate:\n  max-build-time: soon\n")
        == R"(f.yml:2:19: max-build-time: "soon" is not a duration)");
  const auto result = config::parse("gate:\n  max-build-time: soon\n", "f.yml");
  CHECK(result.error().hint.find("1m30s") != std::string::npos);
  CHECK(error_of("gate: {sigma: {window: 2.5}}")
            .find("window: \"2.5\" is not a whole number from 2 to 1000")
        != std::string::npos);
}

TEST_CASE("numbers outside their bounds are refused") {
  for (const auto* const bad : {"max-build-time: -5",
                                "max-build-time: 0",
                                "max-build-time: .inf",
                                "max-build-time: .nan",
                                "max-build-time: nan",
                                "max-image-size: -1",
                                "max-image-size: 0",
                                "max-image-size: 1e400",
                                "min-cache-hit-ratio: 2",
                                "min-cache-hit-ratio: -0.1",
                                "min-cache-hit-ratio: 101%",
                                "sigma: {k: 0}",
                                "sigma: {k: -1}",
                                "sigma: {k: nan}",
                                "sigma: {k: inf}",
                                "sigma: {k: 101}",
                                "sigma: {k: 2x}",
                                "sigma: {k: ''}",
                                "sigma: {window: 1}",
                                "sigma: {window: 1001}",
                                "sigma: {window: 99999999999999999999}",
                                "sigma: {min-samples: 1}",
                                "sigma: {min-samples: -2}"}) {
    CHECK_MESSAGE(refused("gate:\n  " + std::string(bad) + "\n"), bad);
  }
  CHECK(settings_of("gate: {sigma: {k: 0.1, window: 2, min-samples: 2}}").policy.sigma.k == 0.1);
  CHECK(settings_of("gate: {sigma: {k: 100, window: 1000, min-samples: 1000}}").policy.sigma.window
        == 1000);
}

TEST_CASE("more samples wanted than the window holds would learn for ever, so it is an error") {
  CHECK(error_of("gate:\n  sigma:\n    min-samples: 30\n")
        == "f.yml:3:18: min-samples (30) is more than window (20)");
  CHECK(error_of("gate:\n  sigma:\n    window: 4\n")
        == "f.yml:3:13: min-samples (5) is more than window (4)");
}

TEST_CASE("paths, zones and names of build arguments are checked for their form") {
  CHECK(refused("store: ''\n"));
  CHECK(error_of("store: postgres://host/db\n").find("is a URL; this version takes a path")
        != std::string::npos);
  CHECK(refused("events: {dir: ' '}\n"));
  CHECK(refused("timezone: ../../etc/passwd\n"));
  CHECK(refused("timezone: /etc/passwd\n"));
  CHECK(refused("timezone: ''\n"));
  CHECK(refused("timezone: " + std::string(65, 'a') + "\n"));
  CHECK(refused("build-args: {show: [1A]}\n"));
  CHECK(refused("build-args: {show: [A=secret]}\n"));
}

TEST_CASE(
    "control characters are refused, since the parser would take some for the end of the file") {
  CHECK(error_of("store: a\n\x04timezone: UTC\n") == "f.yml:2:1: a control character (byte 0x04)");
  CHECK(refused(std::string("store: a\0b\n", 11)));
  CHECK(refused("store: a\x1b[2J\n"));
  CHECK(refused("store: a\x7f\n"));
}

TEST_CASE("a named configuration file must be there, the default one need not") {
  const test::TempDir dir;
  CHECK(config::load("").value() == model::Settings{}); // the tests run in the build folder
  const auto missing = config::load(dir.path() / "none.yml");
  REQUIRE_FALSE(missing);
  CHECK(missing.error().kind == Error::Kind::usage);
  CHECK(missing.error().message.find("no configuration file") != std::string::npos);
  CHECK_FALSE(config::load(dir.path()));
}

TEST_CASE("the default configuration is a regular file, or it is not read") {
  const test::TempDir dir;
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(dir.path());
  std::filesystem::create_directory(".github");
  write("secret", "token: abc\n");
  std::filesystem::create_symlink("../secret", ".github/tidegate.yml");
  const auto link = config::load("");
  std::filesystem::remove(".github/tidegate.yml");
  REQUIRE(::mkfifo(".github/tidegate.yml", 0600) == 0);
  const auto pipe = config::load("");
  std::filesystem::current_path(before);
  for (const auto* const read : {&link, &pipe}) {
    REQUIRE_FALSE(*read);
    CHECK(read->error().kind == Error::Kind::usage);
    CHECK(read->error().message
          == "configuration .github/tidegate.yml is a symbolic link or no regular file");
  }
}

TEST_CASE("a configuration file is read whole, and its errors carry its name") {
  const test::TempDir dir;
  const auto file = dir.path() / "t.yml";
  write(file, "store: here.db\n");
  CHECK(config::load(file).value().store == "here.db");
  write(file, "store: here.db\nnope: 1\n");
  CHECK(config::load(file).error().message.starts_with(file.string() + ":2:1: "));
  write(file, "#" + std::string(256UL * 1024, 'x'));
  CHECK(config::load(file).error().message.find("larger than 256 KiB") != std::string::npos);
  write(file, "");
  CHECK(config::load(file).value() == model::Settings{});
}
