// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/failure_text.hpp"
#include "support/recording.hpp"

#include <doctest/doctest.h>

using namespace tidegate;
using docker::find_excerpt;
using docker::find_message;

TEST_CASE("the excerpt has the file, the first marked line and the lines as buildx prints them") {
  const auto excerpt = find_excerpt(test::load_recording("failed-run").plain_lines);
  REQUIRE(excerpt.has_value());
  CHECK(excerpt->file == "run.Dockerfile");
  CHECK(excerpt->line == 3);
  CHECK(excerpt->text.starts_with("   2 |     WORKDIR /src\n   3 | >>> RUN echo"));
  CHECK(excerpt->text.ends_with("   6 |     RUN echo never\n"));
}

TEST_CASE("a ruler without a place before it is no excerpt") {
  CHECK_FALSE(find_excerpt({}).has_value());
  CHECK_FALSE(find_excerpt({"--------------------"}).has_value());
  CHECK_FALSE(
      find_excerpt({"GET http://127.0.0.1:8097/blob/6", "--------------------", "x"}).has_value());
  CHECK_FALSE(find_excerpt({":5", "--------------------", "x"}).has_value());
  CHECK_FALSE(find_excerpt({"Dockerfile:-5", "--------------------", "x"}).has_value());
  CHECK_FALSE(find_excerpt({"Dockerfile:99999999999999", "--------------------", "x"}).has_value());
}

TEST_CASE("an excerpt that never ends is cut") {
  std::vector<std::string> lines{"Dockerfile:1", "--------------------"};
  lines.insert(lines.end(), 10'000, "   1 | RUN x");
  const auto excerpt = find_excerpt(lines);
  REQUIRE(excerpt.has_value());
  CHECK(excerpt->text.size() < 2000);
}

TEST_CASE("the message is the cause without the layers around it") {
  CHECK(
      find_message(
          {"ERROR: failed to build: failed to solve: process \"/bin/sh -c make\" did not complete "
           "successfully: exit code: 2"})
      == "process \"/bin/sh -c make\" did not complete successfully: exit code: 2");
  CHECK(find_message({"WARNING: something",
                      "",
                      "ERROR: error: failed to solve: rpc error: code = Unknown desc = x"})
        == "x");
  CHECK(find_message({"unknown flag: --nonsense", "", "Usage:  docker buildx build"})
        == "unknown flag: --nonsense");
  CHECK(find_message({"WARNING: only that"}).empty());
  CHECK(find_message({}).empty());
}

TEST_CASE("the random ref of a failed checksum is left out") {
  CHECK(find_message(test::load_recording("copy-missing").plain_lines)
        == "\"/missing.txt\": not found");
}

TEST_CASE("a message of several lines becomes one") {
  const std::string message = find_message(test::load_recording("gha-layer-404").plain_lines);
  CHECK(message.starts_with("failed to copy: GET http://127.0.0.1:8097/blob/6 RESPONSE 404"));
  CHECK(message.find('\n') == std::string::npos);
  CHECK(message.find("-----") == std::string::npos);
}
