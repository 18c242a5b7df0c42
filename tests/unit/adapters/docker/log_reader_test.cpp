// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/log_reader.hpp"
#include "support/recording.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace tidegate;
using docker::LogEnding;
using docker::LogReader;

namespace {

struct FoundBuild {
  std::vector<model::Step> steps;
  std::vector<std::string> warnings;
  LogEnding ending;
};

struct Found {
  std::vector<FoundBuild> builds;
  std::vector<std::string> plain;
  std::vector<std::size_t> unreadable;
};

Found read(std::string_view log, std::size_t chunk = 4096) {
  Found found;
  analysis::BuildFold fold;
  LogReader reader({.progress = [&](const model::Progress& progress) { fold.apply(progress); },
                    .plain = [&](std::string_view line) { found.plain.emplace_back(line); },
                    .build_ended =
                        [&](const LogEnding& ending) {
                          found.builds.push_back({fold.steps(), fold.warnings(), ending});
                          fold = {};
                        },
                    .unreadable = [&](std::size_t line,
                                      const std::string&) { found.unreadable.push_back(line); }});
  for (std::size_t at = 0; at < log.size(); at += chunk) {
    reader.feed(log.substr(at, chunk));
  }
  reader.finish();
  return found;
}

FoundBuild only(const Found& found) {
  REQUIRE(found.builds.size() == 1);
  return found.builds.front();
}

std::string recorded(const std::string& name) {
  std::ifstream file(std::string(TEST_DATA) + "/plain/" + name, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), "no recording named ", name);
  return {std::istreambuf_iterator<char>(file), {}};
}

// Every line through `change`.
template<typename Change>
std::string each_line(const std::string& log, Change change) {
  std::string result;
  for (std::size_t at = 0; at < log.size();) {
    const std::size_t end = std::min(log.find('\n', at), log.size());
    result += change(log.substr(at, end - at)) + '\n';
    at = end + 1;
  }
  return result;
}

std::string utf16(const std::string& ascii, bool little, bool mark) {
  std::string result = !mark ? "" : little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char c : ascii) {
    result += little ? std::string{c, '\0'} : std::string{'\0', c};
  }
  return result;
}

std::string without_durations(const std::vector<model::Step>& steps) {
  std::string text;
  for (const model::Step& step : steps) {
    text += step.name + (step.cached ? " cached " : " ") + step.error + '\n';
  }
  return text;
}

} // namespace

TEST_CASE("a plain log tells steps, their times, and that the build ended well") {
  const auto build = only(read(recorded("cold.log")));
  CHECK(build.ending.finished);
  CHECK_FALSE(build.ending.failed);
  CHECK(build.steps.size() == 11);
  const auto run = test::step_named(
      build.steps, "[build 3/3] RUN for i in 1 2; do echo \"compile $i\"; sleep 0.2; done");
  CHECK(run.duration == Seconds(0.6));
  CHECK(run.reached);
  CHECK_FALSE(run.started.has_value());
  REQUIRE(build.warnings.size() == 1);
  CHECK(build.warnings.front().starts_with("FromAsCasing: "));
}

TEST_CASE("cached steps of a plain log are cached, and nobody knows for how long") {
  const auto build = only(read(recorded("cached.log")));
  CHECK(std::ranges::count_if(build.steps, &model::Step::cached) == 5);
  for (const model::Step& step : build.steps) {
    CAPTURE(step.name);
    CHECK(step.reached);
    CHECK(step.duration.has_value() == !step.cached);
  }
}

TEST_CASE("the failed step of a plain log carries the error, the others were canceled") {
  const auto found = read(recorded("failing.log"));
  const auto build = only(found);
  CHECK(build.ending.failed);
  CHECK(build.ending.finished);
  CHECK(test::step_named(build.steps, "[b 2/2] RUN echo one; sleep 0.5; false").error
        == "process \"/bin/sh -c echo one; sleep 0.5; false\" did not complete successfully: exit "
           "code: 1");
  CHECK(test::step_named(build.steps, "[a 2/2] RUN sleep 5").error == "context canceled");
  CHECK(std::ranges::find(found.plain, "failing:4") != found.plain.end());
}

TEST_CASE("the last picture of a terminal tells what the plain log does") {
  const auto build = only(read(recorded("terminal.log")));
  CHECK(build.ending.finished);
  REQUIRE(build.ending.total.has_value());
  CHECK(build.steps.size() == 11);
  CHECK(std::ranges::count_if(build.steps, [](const auto& s) { return s.duration.has_value(); })
        == 11);
}

TEST_CASE("encodings, line ends, colours and the size of chunks make no difference") {
  const std::string log = recorded("failing.log");
  const auto expected = without_durations(only(read(log)).steps);
  const auto same = [&](const std::string& variant, std::size_t chunk) {
    return without_durations(only(read(variant, chunk)).steps) == expected;
  };
  for (const std::size_t chunk : {1U, 7U, 100'000U}) {
    CAPTURE(chunk);
    CHECK(same(log, chunk));
    CHECK(same("\xEF\xBB\xBF" + log, chunk));
    CHECK(same(utf16(log, true, true), chunk));
    CHECK(same(utf16(log, false, true), chunk));
    CHECK(same(utf16(log, true, false), chunk));
    CHECK(same(utf16(log, false, false), chunk));
    CHECK(same(each_line(log, [](const auto& line) { return line + '\r'; }), chunk));
    CHECK(same(each_line(log, [](const auto& l) { return "\x1B[32m" + l + "\x1B[0m\x1B]0;t\a"; }),
               chunk));
  }
}

TEST_CASE("time stamps of the runner give moments: the end, and the start from the length") {
  for (const std::string front : {"", "build\tRun docker\t", "\xEF\xBB\xBF"}) {
    CAPTURE(front);
    const auto build = only(read(front + "2026-11-21T03:23:40.0000000Z #1 [1/1] RUN x\n" + front
                                 + "2026-11-21T03:23:42.5000000Z #1 DONE 1.5s\n"));
    REQUIRE(build.steps.size() == 1);
    CHECK(build.steps.front().started == util::parse_rfc3339("2026-11-21T03:23:41Z").value());
    CHECK(build.steps.front().completed == util::parse_rfc3339("2026-11-21T03:23:42.5Z").value());
    CHECK(build.ending.first_time == util::parse_rfc3339("2026-11-21T03:23:40Z").value());
  }
}

TEST_CASE("a time stamp tells when a step was found in the cache, not how long that took") {
  const auto build = only(read("2026-11-21T03:23:40.0000000Z #1 [1/2] RUN x\n"
                               "2026-11-21T03:23:42.0000000Z #1 CACHED\n"));
  REQUIRE(build.steps.size() == 1);
  CHECK(build.steps.front().cached);
  CHECK_FALSE(build.steps.front().duration.has_value());
  CHECK_FALSE(build.steps.front().completed.has_value());
  CHECK(build.ending.last_time == util::parse_rfc3339("2026-11-21T03:23:42Z").value());
}

TEST_CASE("a step that was at work and is loaded again keeps the time of its work") {
  const auto build = only(read("#5 [1/2] RUN x\n#5 DONE 1.5s\n\n#5 [1/2] RUN x\n#5 CACHED\n"));
  REQUIRE(build.steps.size() == 1);
  CHECK_FALSE(build.steps.front().cached);
  CHECK(build.steps.front().duration == Seconds(1.5));
}

TEST_CASE("several builds in one file are told apart") {
  const std::string log = recorded("cold.log") + recorded("failing.log") + recorded("terminal.log")
                          + recorded("cached.log");
  const auto found = read(log);
  REQUIRE(found.builds.size() == 4);
  CHECK(found.builds[1].ending.failed);
  CHECK(found.builds[3].steps.size() == 11);
}

TEST_CASE("a log that is cut at either end keeps what is known") {
  const auto build = only(read("#9 3.141 text\n#9 DONE 4.0s\n\n#10 [2/2] RUN y\n#10 0.1 a\n"));
  CHECK_FALSE(build.ending.finished);
  CHECK(test::step_named(build.steps, "#9").duration == Seconds(4.0));
  CHECK_FALSE(test::step_named(build.steps, "[2/2] RUN y").duration.has_value());
}

TEST_CASE("an interleaved step keeps its name, and the sum over its runs is its length") {
  const auto build = only(read("#1 [1/2] RUN echo done\n#1 ...\n\n#2 [2/2] RUN b\n#2 DONE 1.0s\n\n"
                               "#1 [1/2] RUN echo done\n#1 DONE 2.0s\n\n"
                               "#1 [1/2] RUN echo done\n#1 DONE 2.5s\n"));
  CHECK(test::step_named(build.steps, "[1/2] RUN echo done").duration == Seconds(2.5));
  CHECK(build.steps.size() == 2);
}

TEST_CASE("digests below the headings, as of 2021, are no text") {
  const auto build = only(
      read("#1 [1/1] RUN x\n#1 sha256:" + std::string(64, 'a') + "\n#1 0.5 hello\n#1 DONE 0.7s\n"));
  CHECK(build.steps.size() == 1);
  CHECK(build.steps.front().duration == Seconds(0.7));
}

TEST_CASE("an error of several lines stays whole, and a name that PowerShell wrapped is joined") {
  const auto build = only(read(
      "docker : #0 building with \"default\" instance using docker driver\n"
      "    + CategoryInfo          : NotSpecified\n\n"
      "#1 [1/2] RUN apt-get install \na b\n#1 DONE 0.1s\n\n#2 [2/2] RUN b\n#2 ERROR: no \nway\n"));
  CHECK(test::step_named(build.steps, "[1/2] RUN apt-get install a b").duration == Seconds(0.1));
  CHECK(test::step_named(build.steps, "[2/2] RUN b").error == "no way");
  CHECK(only(read("#1 [1/1] RUN b\n#1 ERROR: a\nb\n")).steps.front().error == "a\nb");
}

TEST_CASE("rawjson is read as rawjson, and what was damaged is named by its line") {
  const std::string line =
      R"({"vertexes":[{"digest":"sha256:1","name":"[1/1] RUN x",)"
      R"("started":"2026-11-21T00:00:00Z","completed":"2026-11-21T00:00:02Z"}]})";
  const auto found = read(line + "\n{\"vertexes\":[\n{\"other\":1}\nERROR: no\n");
  CHECK(only(found).steps.front().duration == Seconds(2));
  CHECK(found.unreadable == std::vector<std::size_t>{2});
  CHECK(found.plain == std::vector<std::string>{"{\"other\":1}", "ERROR: no"});
}

TEST_CASE("a megabyte without a newline and control characters are taken as text") {
  const auto found = read(std::string(6 << 20, 'x') + "\n\x1B[31mred\x1B[0m\x01\n");
  CHECK(found.builds.empty());
  REQUIRE(found.plain.size() == 2);
  CHECK(found.plain.back() == "red");
}
