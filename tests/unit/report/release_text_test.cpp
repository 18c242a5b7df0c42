// SPDX-License-Identifier: Apache-2.0
#include "report/release_text.hpp"

#include <doctest/doctest.h>
#include <string>

namespace tidegate::report {
namespace {

using model::Status;

model::Release with(Status status, std::vector<std::string> reasons) {
  model::Release release;
  release.branch = "main";
  release.gates = {{.name = "builds", .status = status, .reasons = std::move(reasons)},
                   {.name = "runs", .status = Status::pass, .reasons = {"10 of 10"}}};
  return release;
}

bool says(const model::Release& release, const std::string& text) {
  return release_text(release).find(text) != std::string::npos;
}

} // namespace

TEST_CASE("the first line says whether the gate is closed, and that something is not known") {
  CHECK(release_text(with(Status::fail, {"too slow"}))
        == "release gate: closed\n"
           "  of                         the newest build of 0 things, branch main\n"
           "  builds       fail          too slow\n"
           "  runs         pass          10 of 10\n");
  CHECK(says(with(Status::pass, {"fine"}), "release gate: open\n"));
  CHECK(says(with(Status::learning, {"3 of 15"}), "release gate: open\n"));
  CHECK(says(with(Status::warn, {"hm"}), "release gate: open, with warnings\n"));
  CHECK(says(with(Status::inconclusive, {"?"}), "release gate: open, but not all is known\n"));
}

TEST_CASE("reasons of others cannot drive the terminal or flood it") {
  std::vector<std::string> reasons(30, "\x1b[2J\rreason " + std::string(10'000, 'x'));
  const auto release = with(Status::fail, reasons);
  CHECK_FALSE(says(release, "\x1b"));
  CHECK_FALSE(says(release, "\r"));
  CHECK(says(release, "and 20 more"));
  CHECK(release_text(release).size() < 7000);
}

TEST_CASE("an open regression comes with what to do") {
  auto release = with(Status::fail, {"too slow"});
  CHECK_FALSE(says(release, "tidegate bless"));
  release.regressions.emplace_back();
  CHECK(says(release, "tidegate bless METRIC --reason TEXT"));
}

} // namespace tidegate::report
