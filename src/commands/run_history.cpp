// SPDX-License-Identifier: Apache-2.0
#include "commands/run_history.hpp"

#include "adapters/sqlite/run_store.hpp"
#include "analysis/past_runs.hpp"

#include <chrono>
#include <filesystem>
#include <string_view>

namespace tidegate::commands {
namespace {

constexpr std::int64_t most_runs = 1000;
constexpr std::chrono::days past_days{90};

} // namespace

model::RunPast read_run_history(const model::Settings& settings,
                                const std::string& repository,
                                const std::string& branch,
                                ports::Ports ports) {
  model::RunPast past;
  std::error_code unknown;
  if (branch.empty() || (!std::filesystem::exists(settings.store, unknown) && !unknown)) {
    return past;
  }
  auto store = sqlite::RunStore::open(settings.store);
  if (!store) {
    past.problem = store.error().message;
    return past;
  }
  const sqlite::RunFilter filter{
      .repository = repository, .branch = branch, .at_most = most_runs, .steps = false};
  const auto read =
      store->each_run(ports.clock.now() - past_days, filter, [&past](const model::RunRecord& run) {
        if (auto over = analysis::past_run(run)) {
          past.runs.push_back(std::move(*over));
        }
      });
  if (!read) {
    past.runs.clear();
    past.problem = read.error().message;
  }
  past.known = !past.runs.empty();
  return past;
}

std::string branch_of(const std::string& ref) {
  constexpr std::string_view heads = "refs/heads/";
  return ref.starts_with(heads) ? ref.substr(heads.size()) : std::string();
}

} // namespace tidegate::commands
