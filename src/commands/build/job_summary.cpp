// SPDX-License-Identifier: Apache-2.0
#include "commands/build/job_summary.hpp"

#include "adapters/actions/file_commands.hpp"
#include "adapters/posix/input_file.hpp"
#include "report/facts.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace tidegate::commands {
namespace {

constexpr std::size_t most_memory_bytes = std::size_t{1} << 20U;

// What the steps of one job have told so far.
class JobMemory {
public:
  explicit JobMemory(const ports::Environment& environment) {
    const std::string folder = environment.text("RUNNER_TEMP");
    const std::string run = environment.text("GITHUB_RUN_ID");
    if (folder.empty() || run.empty()) {
      return;
    }
    const auto job = std::hash<std::string>{}(fmt::format(
        "{}/{}/{}", run, environment.text("GITHUB_RUN_ATTEMPT"), environment.text("GITHUB_JOB")));
    file_ = std::filesystem::path(folder) / fmt::format("tidegate-summary-{:016x}", job);
    std::error_code none;
    const auto kind = std::filesystem::symlink_status(file_, none).type();
    if (kind != std::filesystem::file_type::not_found
        && kind != std::filesystem::file_type::regular) {
      file_.clear(); // not ours: a link could lead anywhere
      return;
    }
    const auto file = posix::InputFile::open(file_.string());
    const auto text = file ? file->all(most_memory_bytes) : Result<std::string>(std::string{});
    for (const auto& line : util::split(text.value_or(""), '\n')) {
      told_.insert(line);
    }
  }

  // True the first time that the job tells it.
  bool is_new(const std::string& text) {
    const std::string line = fmt::format("{:016x}", std::hash<std::string>{}(text));
    if (told_.contains(line)) {
      return false;
    }
    fresh_.push_back(line);
    return true;
  }

  // What cannot be remembered is only told again.
  void keep() const {
    if (!file_.empty() && !fresh_.empty()) {
      const auto kept = actions::append_to_file(file_, util::join(fresh_, "\n") + "\n");
      static_cast<void>(kept);
    }
  }

private:
  std::filesystem::path file_;
  std::set<std::string> told_;
  std::vector<std::string> fresh_;
};

std::string caches_text(const model::CacheAccount& account) {
  std::string text = fmt::format("caches {} {}",
                                 account.repository_bytes.value_or(0),
                                 account.repository_limit_bytes.value_or(0));
  for (const auto& scope : account.scopes) {
    text += fmt::format("\n{} {} {}", scope.name, scope.entries, scope.bytes);
  }
  return text;
}

// The build without what the job has told already.
model::Build only_news(model::Build build, JobMemory& memory) {
  if (!memory.is_new("machine " + report::builder_facts(build.builder)
                     + report::runner_facts(build.runner))) {
    build.builder = {};
    build.runner = {};
  }
  auto& account = build.cache.account;
  if (account && (account->repository_bytes || !account->scopes.empty())
      && !memory.is_new(caches_text(*account))) {
    account->scopes.clear();
    account->repository_bytes.reset();
    account->repository_limit_bytes.reset();
  }
  std::erase_if(build.notices,
                [&](const std::string& notice) { return !memory.is_new("notice " + notice); });
  return build;
}

} // namespace

Result<void> write_job_summary(const report::BuildReport& report,
                               const ports::Environment& environment) {
  const std::string target = environment.text("GITHUB_STEP_SUMMARY");
  if (target.empty()) {
    return {};
  }
  std::error_code unknown;
  const auto size = std::filesystem::file_size(target, unknown);
  const std::size_t used =
      unknown ? 0
              : static_cast<std::size_t>(std::min<std::uintmax_t>(size, report::max_summary_bytes));
  JobMemory memory(environment);
  const model::Build build = only_news(report.build, memory);
  const report::BuildReport news{.build = build,
                                 .verdicts = report.verdicts,
                                 .history = report.history,
                                 .health = report.health,
                                 .past = report.past,
                                 .invalidations = report.invalidations};
  const std::string text = report::markdown_summary(news, report::max_summary_bytes - used);
  auto written = actions::append_to_file(target, text, "GITHUB_STEP_SUMMARY");
  if (written) {
    memory.keep();
  }
  return written;
}

} // namespace tidegate::commands
