// SPDX-License-Identifier: Apache-2.0
#include "report/summary.hpp"
#include "support/golden.hpp"
#include "unit/report/sample_report.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace tidegate;
using namespace tidegate::test;

TEST_CASE("the text summaries read as recorded and fit on a screen") {
  const std::string good = report::text_summary(sample_report().view(), false);
  check_golden("report/summary-pass.txt", good);
  CHECK(std::ranges::count(good, '\n') >= 10);
  CHECK(std::ranges::count(good, '\n') <= 20);
  check_golden("report/summary-build-failed.txt",
               report::text_summary(failed_report().view(), false));
}

TEST_CASE("colour marks the verdict only where it is wanted") {
  const SampleReport sample = sample_report();
  CHECK(report::text_summary(sample.view(), true).starts_with("\x1b[1;32mPASS\x1b[0m  "));
  CHECK(report::text_summary(sample.view(), false).starts_with("PASS  "));
}

TEST_CASE("hostile text cannot drive the terminal through the text summary") {
  const std::string text = report::text_summary(hostile_report().view(), false);
  for (const char c : text) {
    const bool fine = static_cast<unsigned char>(c) >= 0x20 || c == '\n';
    CHECK(fine);
  }
  CHECK(text.find("\n# head") == std::string::npos);
}

TEST_CASE("the text summary invents nothing for an empty build") {
  const SampleReport empty;
  const std::string text = report::text_summary(empty.view(), false);
  CHECK(text
        == "BUILT, NOT JUDGED  image in 0.00s\n  time     0.00s, no baseline yet: the first build "
           "of its "
           "kind\n  cache    no cacheable steps\n");
}

TEST_CASE("the text summary says why there is no baseline") {
  SampleReport sample = sample_report();
  sample.history = {.samples = {}, .available = false, .problem = "database is locked"};
  CHECK(report::text_summary(sample.view(), false).find("could not be read (database is locked)")
        != std::string::npos);
}
