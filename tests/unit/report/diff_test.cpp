// SPDX-License-Identifier: Apache-2.0
#include "analysis/build_diff.hpp"
#include "report/diff.hpp"
#include "support/golden.hpp"
#include "support/rich_build.hpp"
#include "unit/report/sample_report.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;

TEST_CASE("the comparison of two builds reads as recorded") {
  const model::BuildDiff diff = analysis::compare(rich_past(), rich_build());
  check_golden("report/diff.txt", report::diff_text(diff));
  check_golden("report/diff.md", report::diff_markdown(diff));
}

TEST_CASE("a build beside itself shows no change") {
  const std::string text = report::diff_text(analysis::compare(rich_build(), rich_build()));
  CHECK(text.starts_with("both builds took the same time: 59.4s against 59.4s\n"));
  CHECK(text.find("\nsteps\n") == std::string::npos);
  CHECK(text.find("\nlayers\n") == std::string::npos);
  CHECK(text.find('+') == std::string::npos);
}

TEST_CASE("nothing is invented for builds of which nothing is known") {
  const model::BuildDiff diff = analysis::compare({}, {});
  CHECK(report::diff_text(diff) == "how much longer the later build took is not known\n");
  CHECK(report::diff_markdown(diff) == "### how much longer the later build took is not known\n\n");
}

TEST_CASE("hostile builds drive neither the terminal nor the page") {
  const SampleReport bad = hostile_report();
  const model::BuildDiff diff = analysis::compare(rich_build(), bad.build);
  for (const char c : report::diff_text(diff)) {
    const bool fine = static_cast<unsigned char>(c) >= 0x20 || c == '\n';
    CHECK(fine);
  }
  const std::string markdown = report::diff_markdown(diff);
  CHECK(markdown.find('<') == std::string::npos);
  CHECK(markdown.find("@admin") == std::string::npos);
  CHECK(markdown.find("\n#", 1) == std::string::npos);
}

TEST_CASE("a comparison that is too long loses its last tables") {
  const model::BuildDiff diff = analysis::compare(rich_past(), rich_build());
  const std::string whole = report::diff_markdown(diff);
  for (std::size_t limit = 0; limit < whole.size(); limit += 131) {
    const std::string part = report::diff_markdown(diff, limit);
    CHECK(part.size() <= limit);
    CHECK(whole.starts_with(part));
  }
}
