// SPDX-License-Identifier: Apache-2.0
#include "commands/build/export_check.hpp"

#include "adapters/actions/cache_service.hpp"
#include "analysis/cache_trouble.hpp"
#include "util/beside.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <future>
#include <thread>

namespace tidegate::commands {
namespace {

// The service is not immediately consistent (BuildKit's own test waits three seconds).
constexpr Seconds patience{3};
constexpr std::chrono::milliseconds between_attempts{250};

const std::string unconfirmed = "the cache export could not be confirmed: ";

std::string last_writable_scope(const model::CacheAccess& access) {
  std::string found;
  for (const auto& scope : access.scopes) {
    found = scope.write ? scope.name : found;
  }
  return found;
}

} // namespace

ExportCheck::ExportCheck(ports::Ports ports,
                         const std::vector<model::CacheOption>& cache_to,
                         const model::CacheAccess& access)
    : ports_(ports),
      url_(ports.environment.text("ACTIONS_RESULTS_URL")),
      token_(ports.environment.text("ACTIONS_RUNTIME_TOKEN")),
      git_ref_(last_writable_scope(access)) {
  if (!access.v2 || url_.empty() || token_.empty() || git_ref_.empty()) {
    return;
  }
  for (const auto& option : cache_to) {
    const bool own_service =
        option.attribute("token").empty() && option.attribute("url_v2").empty();
    if (option.type == "gha" && own_service) {
      const std::string scope = option.attribute("scope");
      scopes_.push_back(scope.empty() ? "buildkit" : scope);
    }
  }
  if (!scopes_.empty()) {
    before_ = util::beside([this] { return look_up(); });
    if (before_.wait_for(std::chrono::seconds(0)) == std::future_status::deferred) {
      before_.wait(); // what is there before the build is known before it only
    }
  }
}

bool ExportCheck::all_new(const Entries& before, const Entries& after) {
  return std::ranges::all_of(after, [&](const auto& entry) {
    return entry.second && entry.second != before.at(entry.first);
  });
}

ExportCheck::LookUp ExportCheck::look_up() const {
  actions::CacheService service(ports_.http, url_, token_);
  LookUp found;
  for (const auto& scope : scopes_) {
    auto entry = service.newest_index(scope, git_ref_);
    if (!entry) {
      found.problem = entry.error().message;
      return found;
    }
    found.entries[scope] = *entry;
  }
  return found;
}

std::vector<model::CacheTrouble> ExportCheck::troubles() {
  if (!before_.valid()) {
    return {};
  }
  const LookUp before = before_.get();
  if (!before.problem.empty()) {
    return {analysis::make_trouble("unconfirmed", unconfirmed + before.problem)};
  }
  const Seconds begin = ports_.clock.monotonic();
  LookUp after = look_up();
  while (after.problem.empty() && !all_new(before.entries, after.entries)
         && ports_.clock.monotonic() - begin < patience) {
    std::this_thread::sleep_for(between_attempts);
    after = look_up();
  }
  if (!after.problem.empty()) {
    return {analysis::make_trouble("unconfirmed", unconfirmed + after.problem)};
  }
  std::vector<model::CacheTrouble> troubles;
  for (const auto& [scope, entry] : after.entries) {
    if (!entry || entry == before.entries.at(scope)) {
      troubles.push_back(analysis::make_trouble(
          "index-lost",
          fmt::format("the cache export of scope \"{}\" was not stored although BuildKit called it "
                      "done: its index entry is {}; the next build will not find this build's "
                      "layers",
                      scope,
                      entry ? "still the old one" : "missing")));
    }
  }
  return troubles;
}

} // namespace tidegate::commands
