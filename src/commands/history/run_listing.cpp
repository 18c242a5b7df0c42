// SPDX-License-Identifier: Apache-2.0
#include "commands/history/run_listing.hpp"

#include "commands/history/clean_runs.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstdint>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr int most_pages = 2 * github::most_listed_runs / 100;
constexpr int most_rounds = 3;
constexpr std::size_t most_notes = 20;

tl::unexpected<Error> incomplete(Time first, int counted, std::size_t listed) {
  return failed(Error::Kind::external,
                fmt::format("GitHub counts {} runs from {} on, and lists {}",
                            counted,
                            util::to_rfc3339(first),
                            listed),
                "run it again; what was fetched is kept");
}

} // namespace

void add_note(model::SyncReport& report, const std::string& note) {
  if (report.notes.size() < most_notes) {
    report.notes.push_back(util::to_printable(note));
  } else if (report.notes.size() == most_notes) {
    report.notes.emplace_back("more of the kind");
  }
}

// One walk over the pages of a span.
struct RunListing::Round {
  int most{0};
  bool skip_unchanged{false};
  std::set<std::int64_t> ids{};
  int entries{0}; // of another kind: without an id
  std::optional<int> total{};
  int largest_total{0}; // of all pages: a run that was listed and then deleted counts as one
  std::optional<Time> newest{};
  bool too_many{false};

  // A run that is deleted between two pages moves another one from the later page to the earlier.
  [[nodiscard]] bool has_gap() const {
    return total
           && static_cast<int>(ids.size()) + entries
                  < std::min(largest_total, github::most_listed_runs);
  }
};

Result<Listing> RunListing::list(const model::TimeSpan& span, std::optional<int> known, int most) {
  if (known) { // runs that came or went are seen by the total: then all pages are read
    Round round{.most = most, .skip_unchanged = true};
    auto walked = walk(span, round);
    if (!walked || !round.total || *round.total == *known) {
      return walked ? Result<Listing>(Listing{.total = *known})
                    : tl::unexpected(std::move(walked.error()));
    }
  }
  return list_whole(span, most);
}

Result<Listing> RunListing::list_whole(const model::TimeSpan& span, int most) {
  Round round;
  for (int number = 1; number <= most_rounds; ++number) {
    round = Round{.most = most};
    state_.answers.doubt(number > 1); // a page that was kept may be the one that does not fit
    auto walked = walk(span, round);
    state_.answers.doubt(false);
    if (!walked) {
      return tl::unexpected(std::move(walked.error()));
    }
    if (round.too_many || !round.has_gap()) {
      return Listing{.total = round.total.value_or(static_cast<int>(round.ids.size())),
                     .too_many = round.too_many,
                     .newest = round.newest};
    }
  }
  return incomplete(span.first, round.largest_total, round.ids.size());
}

Result<void> RunListing::walk(const model::TimeSpan& span, Round& round) {
  std::string path = github::runs_path(state_.question, span.first, span.last);
  std::set<std::string> asked;
  while (!path.empty()) {
    if (!asked.insert(path).second || asked.size() > most_pages) {
      return failed(Error::Kind::external,
                    "GitHub's list of workflow runs has no end: it links from page to page",
                    "check GITHUB_API_URL, and proxies that answer in GitHub's place");
    }
    auto page = state_.runs.page(path, round.skip_unchanged);
    if (!page) {
      return tl::unexpected(std::move(page.error()));
    }
    if (auto taken = take(*page, round); !taken || round.too_many) {
      return taken;
    }
    path = std::move(page->next);
  }
  return {};
}

Result<void> RunListing::take(github::RunPage& page, Round& round) {
  for (const std::string& damage : page.runs.damage) {
    add_note(state_.report, "passed over: " + damage);
    ++round.entries;
  }
  for (model::WorkflowRun& run : page.runs.entries) {
    clean(run, state_.redactor);
    round.ids.insert(run.id);
    round.newest = std::max(round.newest.value_or(run.created), run.created);
  }
  const bool first = !round.total;
  round.total = page.runs.total ? page.runs.total : round.total;
  round.largest_total = std::max(round.largest_total, round.total.value_or(0));
  round.too_many = first && round.total.value_or(0) > round.most;
  if (round.too_many) {
    state_.answers.forget(); // this URL is not asked for again
    return {};
  }
  const auto stored =
      state_.store.put_runs(state_.filter.repository, page.runs.entries, &state_.answers);
  state_.report.runs += stored.value_or(0);
  state_.progress();
  return stored ? Result<void>{} : tl::unexpected(stored.error());
}

} // namespace tidegate::commands
