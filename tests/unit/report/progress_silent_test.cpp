// SPDX-License-Identifier: Apache-2.0
#include "report/progress.hpp"
#include "unit/report/messages.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace tidegate;
using namespace tidegate::test;

namespace {

void feed(report::ProgressDisplay& display) {
  display.show(message(vertex("a", "[1/1] RUN make", {1.0, {}})));
  display.show(log_message("a", 1.1, "noise\n"));
  display.tick(Seconds{1});
  display.plain_line("ERROR: failed to solve: \x1b[31mhunter2\x1b[0m");
  display.finish(Seconds{2});
}

} // namespace

TEST_CASE("quiet progress shows buildx's own words alone, without secrets and escape sequences") {
  util::Redactor redactor;
  redactor.hide("hunter2");
  std::string text;
  feed(*report::quiet_progress([&text](std::string_view part) { text += part; }, redactor));
  CHECK(text == "ERROR: failed to solve: ***\n");
}

TEST_CASE("silent progress takes everything and has nowhere to show it") {
  feed(*report::silent_progress());
}
