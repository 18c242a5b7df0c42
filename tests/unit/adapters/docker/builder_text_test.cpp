// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/builder_text.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <sstream>
#include <string>

using namespace tidegate;

namespace {

docker::BuilderReport recorded(const std::string& name) {
  std::ifstream file(std::string(TEST_DATA "/builder/") + name + ".txt");
  REQUIRE(file);
  std::ostringstream text;
  text << file.rdbuf();
  return docker::parse_builder_report(text.str());
}

} // namespace

TEST_CASE("driver and version of the engine's own builder are read") {
  const auto report = recorded("docker-driver");
  CHECK(report.driver == "docker");
  CHECK(report.buildkit == "v0.0.0+unknown");
  CHECK(report.error.empty());
}

TEST_CASE("several nodes tell their different versions once each") {
  const auto report = recorded("two-nodes");
  CHECK(report.driver == "docker-container");
  CHECK(report.buildkit == "v0.25.1,v0.24.0");
}

TEST_CASE("a builder that has not booted has a driver and no version") {
  const auto report = recorded("inactive");
  CHECK(report.driver == "docker-container");
  CHECK(report.buildkit.empty());
  CHECK(report.error.empty());
}

TEST_CASE("an engine that cannot be reached is told in the report") {
  const auto report = recorded("no-engine");
  CHECK(report.driver.empty());
  CHECK(report.error
        == "Cannot connect to the Docker daemon at unix:///run/none.sock. Is the docker daemon "
           "running?");
}

TEST_CASE("labels and files of a node cannot pass for the builder's own lines") {
  const auto report =
      docker::parse_builder_report("Driver: docker\nLabels:\n BuildKit version: v9\n"
                                   "File#x:\n > Error: no\nDriverless: x\n");
  CHECK(report.driver == "docker");
  CHECK(report.buildkit.empty());
  CHECK(report.error.empty());
  CHECK(docker::parse_builder_report("").driver.empty());
  CHECK(docker::parse_builder_report("Driver: a\x1b[1mb\r\n").driver == "ab");
}

TEST_CASE("the version of buildx stands behind its package") {
  CHECK(docker::parse_buildx_version("github.com/docker/buildx v0.29.1 a32761aeb\n") == "v0.29.1");
  CHECK(docker::parse_buildx_version("github.com/docker/buildx 0.29.1+ds1 0.29.1+ds1-4\n")
        == "0.29.1+ds1");
  CHECK(docker::parse_buildx_version("WARNING: x\ngithub.com/docker/buildx v1.0.0 x") == "v1.0.0");
  CHECK(docker::parse_buildx_version("github.com/docker/buildx").empty());
  CHECK(docker::parse_buildx_version("").empty());
}
