// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/build_archive.hpp"
#include "adapters/posix/input_file.hpp"
#include "analysis/build_fold.hpp"
#include "support/history_data.hpp"
#include "support/temp_dir.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <vector>

using namespace tidegate;

namespace {

struct Found {
  docker::RecordedBuild build;
  analysis::BuildFold fold;
};

struct Reading {
  std::vector<Found> builds;
  Result<void> done;
};

Reading read(const std::string& path) {
  const auto file = posix::InputFile::open(path);
  REQUIRE(file.has_value());
  Reading reading;
  analysis::BuildFold fold;
  reading.done = docker::read_build_archive(
      file->descriptor(),
      {.begin =
           [&] {
             fold = {};
             return [&](const model::Progress& progress) { fold.apply(progress); };
           },
       .end =
           [&](docker::RecordedBuild build) {
             reading.builds.push_back({std::move(build), fold});
           }});
  return reading;
}

Reading read_bytes(const std::string& bytes) {
  const test::TempDir folder;
  const auto path = (folder.path() / "x.dockerbuild").string();
  std::ofstream(path, std::ios::binary) << bytes;
  return read(path);
}

} // namespace

TEST_CASE("a .dockerbuild file gives record, steps and provenance of its build") {
  const auto reading = read(test::history_path("one.dockerbuild"));
  CHECK(reading.done.has_value());
  REQUIRE(reading.builds.size() == 1);
  const auto& [build, fold] = reading.builds[0];
  CHECK(build.ending == docker::RecordedBuild::Ending::completed);
  CHECK(build.provenance.size() == 1);
  CHECK(build.notices.empty());
  const auto steps = fold.steps();
  CHECK(steps.size() == 14);
  CHECK(build.request.tags == std::vector<std::string>{"registry.example/app:1"});
}

TEST_CASE("several builds in one file are told one after another") {
  const auto reading = read(test::history_path("two.dockerbuild"));
  REQUIRE(reading.builds.size() == 2);
  const auto failed = std::ranges::count_if(reading.builds, [](const Found& found) {
    return found.build.ending == docker::RecordedBuild::Ending::failed;
  });
  CHECK(failed == 1);
  CHECK(reading.builds[0].fold.steps().size() != reading.builds[1].fold.steps().size());
}

TEST_CASE("what is no archive, or an archive of something else, is an error") {
  CHECK_FALSE(read_bytes("").done.has_value());
  CHECK_FALSE(read_bytes("this is a log").done.has_value());
  CHECK_FALSE(read_bytes(std::string(2048, '\0')).done.has_value());
}

TEST_CASE("a file that is cut off anywhere ends in a record or an error") {
  const std::string whole = test::history_text("two.dockerbuild");
  for (std::size_t size = 0; size < whole.size(); size += 997) {
    const auto reading = read_bytes(whole.substr(0, size));
    CHECK((reading.builds.empty() || reading.done.has_value()));
  }
}
