// SPDX-License-Identifier: Apache-2.0
#include "commands/build/job_summary.hpp"
#include "support/fake_environment.hpp"
#include "support/temp_dir.hpp"
#include "unit/report/sample_report.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using namespace tidegate;

namespace {

std::string read(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

struct Job {
  test::TempDir folder;
  test::FakeEnvironment environment;
  test::SampleReport sample{test::sample_report()};

  Job() {
    sample.build = test::rich_build();
    sample.build.notices = {"the clock of the builder is off"};
    environment.variables = {{"RUNNER_TEMP", folder.path().string()},
                             {"GITHUB_RUN_ID", "9"},
                             {"GITHUB_RUN_ATTEMPT", "1"},
                             {"GITHUB_JOB", "image"}};
  }

  // What a step adds to its file.
  std::string step(const std::string& name, const std::string& before = {}) {
    const auto file = folder.path() / name;
    std::ofstream(file) << before;
    environment.variables["GITHUB_STEP_SUMMARY"] = file.string();
    CHECK(commands::write_job_summary(sample.view(), environment));
    return read(file).substr(before.size());
  }
};

} // namespace

TEST_CASE("the second build of a job does not repeat what is of the whole job") {
  Job job;
  const std::string first = job.step("one");
  for (const char* const part : {"built by docker-container", "clock of the builder", "pr-17"}) {
    CHECK(contains(first, part));
  }
  job.sample.build.notices.emplace_back("something new");
  const std::string second = job.step("two");
  CHECK(contains(second, "59.4s"));
  CHECK(contains(second, "something new"));
  for (const char* const part : {"built by docker-container", "clock of the builder", "pr-17"}) {
    CHECK_FALSE(contains(second, part));
  }
}

TEST_CASE("another job, another attempt, another machine are told of their own") {
  Job job;
  const std::string first = job.step("one");
  job.environment.variables["GITHUB_RUN_ATTEMPT"] = "2";
  CHECK(job.step("two") == first);
  job.environment.variables["GITHUB_JOB"] = "other";
  CHECK(job.step("three") == first);
  job.sample.build.runner.cpu_model = "another CPU";
  CHECK(contains(job.step("four"), "another CPU"));
}

TEST_CASE("what the file of the step holds already counts against the limit") {
  Job job;
  const std::size_t room = 1500;
  const std::string written =
      job.step("full", std::string(report::max_summary_bytes - room, 'x') + "\n");
  CHECK(written.size() <= room);
  CHECK_FALSE(written.empty());
}
