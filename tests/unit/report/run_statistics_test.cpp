// SPDX-License-Identifier: Apache-2.0
#include "report/run_statistics.hpp"
#include "support/golden.hpp"
#include "support/sample_run_statistics.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace tidegate::report {

using test::check_golden;
using test::sample_run_statistics;

namespace {

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

model::RunStatistics hostile_statistics() {
  model::RunStatistics made = sample_run_statistics();
  const std::string bad = "a\x1B[2J\r\n::error::x</table><script>|`@everyone` [x](http://x)\xFF";
  for (model::WindowStatistics& window : made.windows) {
    window.groups[0].name = window.groups[0].workflow = bad;
    window.flaky_jobs[0].job = window.flaky_jobs[0].workflow = window.flaky_jobs[0].last_sha = bad;
    window.slowest_by_p50[0].step = window.slowest_by_p50[0].job = bad;
  }
  return made;
}

} // namespace

TEST_CASE("statistics of runs read as recorded") {
  check_golden("report/run_statistics.txt", run_statistics_text(sample_run_statistics()));
  check_golden("report/run_statistics.md", run_statistics_markdown(sample_run_statistics()));
}

TEST_CASE("without runs there is no table, but what to do") {
  model::RunStatistics none;
  CHECK(run_statistics_text(none)
        == "no runs\nnote: `tidegate history sync` fetches the runs from GitHub\n");
  none.windows.resize(2);
  none.windows[0].name = "24 h";
  none.windows[1].name = "30 d";
  CHECK(run_statistics_text(none)
        == "no runs are known of the last 30 d\n"
           "note: `tidegate history sync` fetches the runs from GitHub\n");
  CHECK(contains(run_statistics_markdown(none), "no runs are known of the last 30 d"));
}

TEST_CASE("runs that were not listed yet are told with their times") {
  auto statistics = test::sample_run_statistics();
  CHECK(run_statistics_text(statistics).find("not complete") == std::string::npos);
  statistics.missing_spans = {{.first = Time(std::chrono::seconds(60)), .last = std::nullopt},
                              {.first = Time(), .last = Time(std::chrono::seconds(9))}};
  CHECK(run_statistics_text(statistics)
            .find("note: not complete: the runs of 2 spans of time are "
                  "not known, the newest from 1970-01-01T00:01:00.000Z "
                  "to now")
        != std::string::npos);
}

TEST_CASE("the headline is of the shortest window that has a run") {
  model::RunStatistics made = sample_run_statistics();
  CHECK(run_statistics_text(made).starts_with("1 of 6 runs failed in the last 24 h\n"));
  made.windows[0].all = {};
  CHECK(run_statistics_text(made).starts_with("1 of 90 runs failed in the last 7 d\n"));
}

TEST_CASE("a longer window without more runs does not repeat the groups") {
  const std::string text = run_statistics_text(sample_run_statistics());
  CHECK(contains(text, "by workflow, 24 h\n"));
  CHECK(contains(text, "by workflow, 7 d\n"));
  CHECK_FALSE(contains(text, "by workflow, 30 d\n"));
}

TEST_CASE("a rate is not rounded to all") {
  model::RunStatistics made = sample_run_statistics();
  made.windows[0].all.success_rate = 0.999;
  CHECK(contains(run_statistics_text(made), "99.9 %"));
}

TEST_CASE("what is left out of a list is told") {
  model::RunStatistics made = sample_run_statistics();
  made.windows[1].groups.resize(40);
  made.windows[1].groups_left_out = 7;
  CHECK(contains(run_statistics_text(made), "  and 32 more\n"));
  CHECK(contains(run_statistics_markdown(made), "and 32 more"));
}

TEST_CASE("hostile names drive neither the terminal nor the page") {
  const std::string text = run_statistics_text(hostile_statistics());
  CHECK(std::ranges::none_of(text, [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == '\x7F';
  }));
  CHECK_FALSE(contains(text, "\n::error"));
  const std::string page = run_statistics_markdown(hostile_statistics());
  CHECK_FALSE(contains(page, "<script>"));
  CHECK_FALSE(contains(page, "</table>"));
  CHECK_FALSE(contains(page, "[x](http"));
  CHECK_FALSE(contains(page, "@everyone"));
}

TEST_CASE("the page stays within its limit with its markup closed") {
  const std::string whole = run_statistics_markdown(sample_run_statistics());
  const auto count = [](const std::string& text, std::string_view part) {
    int found = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
      ++found;
    }
    return found;
  };
  for (std::size_t limit = 0; limit <= whole.size(); limit += 50) {
    const std::string page = run_statistics_markdown(sample_run_statistics(), limit);
    CHECK(page.size() <= limit);
    CHECK(count(page, "<details>") == count(page, "</details>"));
  }
  CHECK(run_statistics_markdown(sample_run_statistics(), whole.size()) == whole);
}

} // namespace tidegate::report
