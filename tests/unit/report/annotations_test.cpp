// SPDX-License-Identifier: Apache-2.0
#include "report/annotations.hpp"
#include "report/limits.hpp"
#include "unit/report/sample_report.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;
using Level = model::Annotation::Level;

TEST_CASE("a failed step is an error on its line of the Dockerfile") {
  SampleReport sample = failed_report();
  sample.build.cache.problems.clear();
  const auto place = [&] {
    const auto note = report::annotations(sample.view()).at(0);
    return std::pair{note.file, note.line};
  };
  CHECK(report::annotations(sample.view()).at(0).level == Level::error);
  CHECK(place() == std::pair{std::string("Dockerfile"), std::optional(7)});
  sample.build.request.context = "services/app";
  CHECK(place() == std::pair{std::string("services/app/Dockerfile"), std::optional(7)});
  sample.build.request.dockerfile = "docker/app.Dockerfile";
  CHECK(place() == std::pair{std::string("docker/app.Dockerfile"), std::optional(7)});
  sample.build.request.context = "https://example.com/repo.git";
  CHECK(place() == std::pair{std::string(), std::optional<int>()});
}

TEST_CASE("annotations come gravest first and a good build has none") {
  SampleReport sample = sample_report();
  sample.build.cache.problems.clear();
  CHECK(report::annotations(sample.view()).empty());

  sample.build.cache.problems = {"not exported"};
  sample.verdicts = {sample_verdict(model::Status::warn), sample_verdict(model::Status::fail)};
  const auto notes = report::annotations(sample.view());
  REQUIRE(notes.size() == 3);
  CHECK(notes[0].level == Level::error);
  CHECK(notes[0].message
        == "built in 12.3s, at most 14.0s is usual (measured 12.3s, limit 14.0s, rule sigma, "
           "samples 20)");
  CHECK(notes[1].level == Level::warning);
  CHECK(notes[2].message == "not exported");
}

TEST_CASE("a canceled build is no error") {
  SampleReport sample = failed_report();
  sample.build.outcome = model::Outcome::canceled;
  sample.build.cache.problems.clear();
  CHECK(report::annotations(sample.view()).empty());
}

TEST_CASE("annotations stay within what the runner keeps") {
  SampleReport sample = hostile_report();
  sample.build.error->message = std::string(10'000, 'x');
  sample.build.cache.problems.assign(50, "p");
  const auto notes = report::annotations(sample.view());
  CHECK(std::ranges::count(notes, Level::warning, &model::Annotation::level)
        == static_cast<std::ptrdiff_t>(report::max_annotations));
  for (const auto& note : notes) {
    CHECK(note.message.size() <= report::max_annotation_characters);
  }
}

TEST_CASE("what cost most points at its line of the Dockerfile") {
  SampleReport sample = rich_report();
  const auto notes = report::annotations(sample.view());
  REQUIRE(notes.size() == 4);
  CHECK(notes[0].level == Level::notice);
  CHECK(notes[0].file == "Dockerfile");
  CHECK(notes[0].line == 3);
  CHECK(notes[0].message
        == "[deps 3/4] COPY package.json package-lock.json ./: package-lock.json changed, so 5 "
           "steps ran again (48.3s)\npackage-lock.json: 3f2a19c04b77 → 91bc00d1e2f3");
  CHECK(notes[2].message
        == "[deps 4/4] RUN npm ci bounded the build for 31.0s of 59.4s, itself bound by network");
  CHECK(notes[2].line == 4);

  sample.build.request.context = "services/app";
  CHECK(report::annotations(sample.view())[0].file == "services/app/Dockerfile");
  sample.build.request.context.clear(); // observed
  sample.build.steps[4].lines->file = "docker/app.Dockerfile";
  CHECK(report::annotations(sample.view())[0].file == "docker/app.Dockerfile");
  sample.build.steps[4].lines.reset();
  CHECK(report::annotations(sample.view())[0].file.empty());
  CHECK_FALSE(report::annotations(sample.view())[0].line);
}

TEST_CASE("a failure without a line points at the step that failed") {
  SampleReport sample = rich_report();
  sample.build.outcome = model::Outcome::failure;
  sample.build.error = model::BuildError{.kind = "step_failed", .message = "no"};
  sample.build.steps[8].error = "exit code: 1";
  const auto note = report::annotations(sample.view()).at(0);
  CHECK(note.level == Level::error);
  CHECK(note.line == 13);
}
