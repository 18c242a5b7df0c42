// SPDX-License-Identifier: Apache-2.0
#include "commands/gate_subjects.hpp"

#include "model/history.hpp"
#include "report/verdict_facts.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr int most_builds = 1000; // of one commit
constexpr std::size_t shortest_commit = 7;
constexpr std::size_t longest_quote = 200;

} // namespace

Result<std::vector<codec::JudgedBuild>> builds_of_commit(Ledger& ledger,
                                                         const std::string& commit) {
  const bool plausible = commit.size() >= shortest_commit
                         && commit.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!plausible) {
    return failed(Error::Kind::usage,
                  fmt::format("--commit: \"{}\" is no commit",
                              util::shorten(util::to_printable(commit), longest_quote)),
                  "its id, or the first 7 digits of it at least, in lower case");
  }
  auto found = ledger.of_commit(commit, most_builds);
  if (found) {
    std::vector<model::SeriesKey> seen;
    std::erase_if(*found, [&seen](const codec::JudgedBuild& judged) {
      auto key = model::series_key(judged.build);
      key.cache_state.reset(); // how it was built, and on what, is not what was built
      key.cpu_model.clear();
      key.cpus = 0;
      const bool older = std::ranges::find(seen, key) != seen.end();
      seen.push_back(std::move(key));
      return older;
    });
  }
  return found;
}

void tell_of_future(const std::vector<codec::JudgedBuild>& builds,
                    Time now,
                    actions::WorkflowLog& log) {
  const auto ahead = std::ranges::find_if(builds, [now](const codec::JudgedBuild& judged) {
    return judged.build.started.value_or(Time{}) > now + clocks_differ_by;
  });
  if (ahead != builds.end()) {
    log.line(fmt::format("tidegate: note: a build began in the future, on {}, and counts as the "
                         "newest until then; --commit names the builds to judge",
                         util::to_rfc3339(*ahead->build.started)));
  }
}

void explain(const std::vector<model::Verdict>& verdicts, actions::WorkflowLog& log) {
  for (const auto& verdict : verdicts) {
    for (const auto& line : report::explanation(verdict)) {
      log.answer(line + "\n");
    }
  }
}

tl::unexpected<Error> no_builds(const std::optional<std::string>& commit,
                                const std::string& events_dir) {
  return failed(Error::Kind::external,
                commit ? fmt::format("no recorded build of commit {}", *commit)
                       : fmt::format("{}: no recorded build to judge", events_dir),
                "run `tidegate build` first, or bring the builds of others by `events fetch`");
}

} // namespace tidegate::commands
