// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_plan.hpp"

#include "analysis/cache_trouble.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace tidegate::analysis {
namespace {

using model::CacheAccess;
using model::CacheOption;

constexpr std::string_view way_out =
    "use the tidegate action, which passes it to the build step alone, or put "
    "crazy-max/ghaction-github-runtime before this run step";

// What an attribute says; absent where it is not there, so that the environment decides: an
// attribute that is there but empty switches the cache off like a missing variable (buildx
// addGithubToken).
std::optional<std::string> given(const CacheOption& option, std::string_view name) {
  for (const auto& [key, value] : option.attributes) {
    if (key == name) {
      return value;
    }
  }
  return std::nullopt;
}

bool is_gha(const CacheOption& option) {
  return option.type == "gha";
}

bool has_token(const CacheOption& option, const CacheAccess& access) {
  const auto token = given(option, "token");
  return token ? !token->empty() : access.token;
}

bool version_is_2(const CacheOption& option, const CacheAccess& access) {
  const auto version = given(option, "version");
  return version ? *version == "2" : access.v2;
}

bool has_url(const CacheOption& option, const CacheAccess& access) {
  const auto v1 = given(option, "url");
  const auto v2 = given(option, "url_v2");
  const bool from_environment = access.url && (!v1 || (!v2 && version_is_2(option, access)));
  return !v1.value_or("").empty() || !v2.value_or("").empty() || from_environment;
}

// A URL of the user's own is the user's choice of a server and its protocol.
bool speaks_v1_to_github(const CacheOption& option, const CacheAccess& access) {
  return !given(option, "url") && !given(option, "url_v2") && !version_is_2(option, access);
}

std::string unset_problem(bool token, bool url) {
  std::string what;
  if (!token) {
    what = "ACTIONS_RUNTIME_TOKEN is not set";
  }
  if (!url) {
    what += what.empty() ? "" : " and ";
    what += "neither ACTIONS_RESULTS_URL nor ACTIONS_CACHE_URL is set";
  }
  return "type=gha was asked for, but " + what
         + ", and buildx then drops this cache without a word: " + std::string(way_out);
}

struct Obstacle {
  std::string_view kind; // of analysis/cache_trouble.hpp
  std::string text;
};

// Why this entry cannot work; absent where nothing is known against it.
std::optional<Obstacle>
obstacle_of(const CacheOption& option, const CacheAccess& access, Time now) {
  const bool token = has_token(option, access);
  const bool url = has_url(option, access);
  if (!token || !url) {
    return Obstacle{"dropped-silently", unset_problem(token, url)};
  }
  if (!uses_job_token(option)) {
    return std::nullopt;
  }
  if (!access.token_readable) {
    return Obstacle{"token-malformed",
                    "type=gha was left out: ACTIONS_RUNTIME_TOKEN is no token that BuildKit can "
                    "read (a JWT with "
                    "an `ac` claim): "
                        + std::string(way_out)};
  }
  if (access.expires && *access.expires <= now) {
    return Obstacle{"token-expired",
                    "type=gha was left out: ACTIONS_RUNTIME_TOKEN has expired, and BuildKit fails "
                    "the build for it: take the token in the job that builds, and do not keep it"};
  }
  return std::nullopt;
}

// No obstacle in itself: GitHub Enterprise Server and other servers still speak version 1.
constexpr std::string_view v1_problem = "type=gha will use version 1 of the cache service, because "
                                        "ACTIONS_CACHE_SERVICE_V2 is not set, and "
                                        "github.com has shut that version down: pass "
                                        "ACTIONS_CACHE_SERVICE_V2 and ACTIONS_RESULTS_URL on to "
                                        "this step";

bool may_read(const CacheAccess& access) {
  return access.mode != "none" && access.mode != "write-only"
         && std::ranges::any_of(access.scopes, &CacheAccess::Scope::read);
}

bool may_write(const CacheAccess& access) {
  return access.mode != "none" && access.mode != "read"
         && std::ranges::any_of(access.scopes, &CacheAccess::Scope::write);
}

std::string because(const CacheAccess& access, std::string_view what) {
  const bool by_mode = access.mode == "none" || (what == "write" && access.mode == "read")
                       || (what == "read" && access.mode == "write-only");
  if (by_mode) {
    return "ACTIONS_CACHE_MODE is " + access.mode;
  }
  return "the job's token may not " + std::string(what) + " any scope of the Actions cache";
}

void add_once(std::vector<std::string>& list, std::string text) {
  if (std::ranges::find(list, text) == list.end()) {
    list.push_back(std::move(text));
  }
}

void add_trouble_once(CachePlan& plan, std::string_view kind, const std::string& text) {
  if (std::ranges::find(plan.troubles, text, &model::CacheTrouble::text) == plan.troubles.end()) {
    plan.troubles.push_back(make_trouble(kind, text));
  }
}

// Notes what is wrong with an entry; true where it is still worth planning.
bool usable(CachePlan& plan, const CacheOption& option, const CacheAccess& access, Time now) {
  if (!is_gha(option)) {
    return true;
  }
  if (auto obstacle = obstacle_of(option, access, now)) {
    add_trouble_once(plan, obstacle->kind, obstacle->text);
    const bool fails_build = obstacle->kind != "dropped-silently";
    plan.drop_gha_import = plan.drop_gha_import || fails_build;
    plan.drop_gha_export = plan.drop_gha_export || fails_build;
    add_once(plan.problems, std::move(obstacle->text));
    return false;
  }
  if (speaks_v1_to_github(option, access)) {
    add_trouble_once(plan, "v1-service", std::string(v1_problem));
    add_once(plan.problems, std::string(v1_problem));
  }
  return true;
}

void plan_import(CachePlan& plan, const CacheOption& option, const CacheAccess& access) {
  if (!uses_job_token(option) || may_read(access)) {
    add_once(plan.backends, option.type);
    return;
  }
  const std::string text = "cache import will find nothing: " + because(access, "read");
  add_trouble_once(plan, "read-denied", text);
  add_once(plan.notices, text);
}

// BuildKit fails the whole build where the service denies the write, unless `ignore-error=true`;
// such an export is left to fail by itself, as its author wished.
void plan_export(CachePlan& plan, const CacheOption& option, const CacheAccess& access) {
  if (!uses_job_token(option) || may_write(access)) {
    add_once(plan.backends, option.type);
    return;
  }
  if (given(option, "ignore-error") == "true") {
    add_once(plan.notices, "cache export will save nothing: " + because(access, "write"));
    return;
  }
  plan.drop_gha_export = true;
  const std::string text = "cache export left out: " + because(access, "write");
  add_trouble_once(plan, "read-only-token", text);
  add_once(plan.notices, text);
}

} // namespace

// The scopes and the expiry that are known are those of the job's own token.
bool uses_job_token(const CacheOption& option) {
  return is_gha(option) && !given(option, "token");
}

CachePlan plan_cache(const std::vector<CacheOption>& from,
                     const std::vector<CacheOption>& to,
                     const CacheAccess& access,
                     Time now) {
  CachePlan plan;
  for (const CacheOption& option : from) {
    if (usable(plan, option, access, now)) {
      plan_import(plan, option, access);
    }
  }
  for (const CacheOption& option : to) {
    if (usable(plan, option, access, now)) {
      plan_export(plan, option, access);
    }
  }
  return plan;
}

} // namespace tidegate::analysis
