// SPDX-License-Identifier: Apache-2.0
#include "report/cache_account.hpp"

#include "analysis/cache_trouble.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <fmt/format.h>

namespace tidegate::report {
namespace {

std::string saved_text(const model::CacheAccount& account, const model::Cache& cache) {
  if (cache.cached_steps == 0) {
    return "saved nothing: no step came from it";
  }
  if (account.saved) {
    return "saved " + util::show_duration(*account.saved);
  }
  return fmt::format("what it saved is not known: {} of {} cached steps were measured before",
                     account.known_steps,
                     cache.cached_steps);
}

std::string spent_text(const model::CacheAccount& account) {
  std::vector<std::string> parts;
  Seconds spent{0};
  const auto add = [&](std::string_view name, const std::optional<Seconds>& time) {
    if (time) {
      parts.push_back(fmt::format("{} {}", name, util::show_duration(*time)));
      spent += *time;
    }
  };
  add("import", account.import_time);
  add("export", account.export_time);
  if (parts.empty()) {
    return {};
  }
  return fmt::format(", spent {} on it ({})", util::show_duration(spent), util::join(parts, ", "));
}

// Only where both sides were measured: else the balance would be a guess.
std::string balance_text(const model::CacheAccount& account) {
  if (!account.saved || !account.import_time || !account.export_time) {
    return {};
  }
  const Seconds spent = *account.import_time + *account.export_time;
  if (spent <= *account.saved) {
    return {};
  }
  return fmt::format(": it cost {} more than it saved",
                     util::show_duration(spent - *account.saved));
}

std::string budget_text(const model::CacheAccount& account) {
  if (!account.repository_bytes) {
    return {};
  }
  const std::string used = util::show_bytes(*account.repository_bytes);
  const auto& limit = account.repository_limit_bytes;
  if (!limit || *limit == 0) {
    return fmt::format("all caches of the repository take {}", used);
  }
  const double share = static_cast<double>(*account.repository_bytes) / static_cast<double>(*limit);
  return fmt::format("all caches of the repository take {} of {} ({})",
                     used,
                     util::show_bytes(*limit),
                     util::show_ratio(share));
}

} // namespace

std::vector<std::string> account_lines(const model::CacheAccount& account,
                                       const model::Cache& cache) {
  std::vector<std::string> lines{saved_text(account, cache) + spent_text(account)
                                 + balance_text(account)};
  if (account.exported_bytes) {
    lines.push_back("exported " + util::show_bytes(*account.exported_bytes));
  }
  if (std::string budget = budget_text(account); !budget.empty()) {
    lines.push_back(std::move(budget));
  }
  return lines;
}

std::vector<std::string> remedies(const model::Cache& cache) {
  std::vector<std::string> lines;
  for (const model::CacheTrouble& trouble : cache.troubles) {
    if (!trouble.remedy.empty()) {
      lines.push_back(analysis::trouble_line(trouble));
    }
  }
  return lines;
}

std::string rebuilt_facts(const model::Build& build) {
  if (!build.rebuilt) {
    return {};
  }
  return fmt::format("the cache broke the first attempt after {}, so it was built without {}",
                     util::show_duration(build.rebuilt->duration),
                     build.rebuilt->without == "both" ? "import and export"
                                                      : "its " + build.rebuilt->without);
}

std::string advice_line(const model::CacheAdvice& advice) {
  return advice.gain ? fmt::format("{} (about {} less per build)",
                                   advice.text,
                                   util::show_duration(*advice.gain))
                     : advice.text;
}

} // namespace tidegate::report
