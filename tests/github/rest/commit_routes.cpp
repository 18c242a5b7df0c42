// SPDX-License-Identifier: Apache-2.0
#include "github/rest/commit_routes.hpp"

#include "github/rest/commit_shapes.hpp"
#include "github/rest/paging.hpp"
#include "github/whole_number.hpp"

#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::size_t most_listed = 250; // commits of a comparison

// "sha" may be a branch as well.
Reply list(const Call& call) {
  const Plumbing git = plumbing_of(call);
  const std::string asked = call.query("sha");
  const auto options = call.parts.repositories.find(call.repository);
  const auto from = git.resolve(
      (asked.empty() ? options.value_or(RepositoryOptions()).default_branch : asked) + "^{commit}");
  if (!from) {
    return asked.empty() ? refusal(409, "Git Repository is empty.") : not_found();
  }
  std::vector<std::string> command{"rev-list", *from};
  for (const char* bound : {"since", "until"}) {
    if (const auto moment = parse_iso(call.query(bound))) {
      command.push_back(std::string("--") + bound + "=" + std::to_string(*moment));
    }
  }
  if (const std::string path = call.query("path"); !path.empty()) {
    command.insert(command.end(), {"--", path});
  }
  const auto commits = git.lines(std::move(command)).value_or(std::vector<std::string>());
  return paged(call, commits, [&](const std::string& sha) {
    return commit_shape(call, git.read_commit(sha).value_or(GitCommit()));
  });
}

Reply get(const Call& call) {
  const auto commit = plumbing_of(call).read_commit(call.captured.at(0));
  if (!commit) {
    return refusal(422, "No commit found for SHA: " + call.captured.at(0));
  }
  return {.body = commit_shape(call, *commit)};
}

struct Comparison {
  GitCommit base{};
  GitCommit merge_base{};
  std::size_t behind = 0;
  std::vector<std::string> ahead{}; // oldest first
};

std::optional<Comparison>
compared(const Plumbing& git, const GitCommit& base, const GitCommit& head) {
  const auto bases = git.lines({"merge-base", base.sha, head.sha});
  const auto behind = git.lines({"rev-list", "--count", head.sha + ".." + base.sha});
  auto ahead = git.lines({"rev-list", "--reverse", base.sha + ".." + head.sha});
  const auto merge_base = bases && !bases->empty() ? git.read_commit(bases->front()) : std::nullopt;
  if (!merge_base || !behind || behind->empty() || !ahead) {
    return std::nullopt;
  }
  return Comparison{.base = base,
                    .merge_base = *merge_base,
                    .behind = whole_number<std::size_t>(behind->front()).value_or(0),
                    .ahead = std::move(*ahead)};
}

const char* status_of(const Comparison& comparison) {
  if (comparison.ahead.empty()) {
    return comparison.behind == 0 ? "identical" : "behind";
  }
  return comparison.behind == 0 ? "ahead" : "diverged";
}

// "OWNER:BRANCH" of a fork: only what the bare repository holds can be found.
std::string without_owner(const std::string& side) {
  return side.substr(side.find(':') + 1);
}

Reply compare(const Call& call) {
  const std::string& both = call.captured.at(0);
  const std::size_t dots = both.find("...");
  if (dots == std::string::npos) {
    return not_found();
  }
  const Plumbing git = plumbing_of(call);
  const auto base = git.read_commit(without_owner(both.substr(0, dots)));
  const auto head = git.read_commit(without_owner(both.substr(dots + 3)));
  const auto comparison = base && head ? compared(git, *base, *head) : std::nullopt;
  if (!comparison) {
    return not_found(); // as GitHub says where there is no common ancestor
  }
  const std::string page =
      call.parts.server.url() + call.repository + "/compare/" + base->sha + "..." + head->sha;
  json commits = json::array();
  for (const std::string& sha : comparison->ahead) {
    if (commits.size() < most_listed) {
      commits.push_back(commit_shape(call, git.read_commit(sha).value_or(GitCommit())));
    }
  }
  return {.body = {{"url", call.url("/compare/" + base->sha + "..." + head->sha)},
                   {"html_url", page},
                   {"permalink_url", page},
                   {"diff_url", page + ".diff"},
                   {"patch_url", page + ".patch"},
                   {"base_commit", commit_shape(call, *base)},
                   {"merge_base_commit", commit_shape(call, comparison->merge_base)},
                   {"status", status_of(*comparison)},
                   {"ahead_by", comparison->ahead.size()},
                   {"behind_by", comparison->behind},
                   {"total_commits", comparison->ahead.size()},
                   {"commits", commits},
                   {"files", json::array()}}};
}

constexpr std::array<Route, 3> routes{{
    {"GET", "commits", "ListCommits", "contents", list},
    {"GET", "commits/{*}", "GetCommit", "contents", get},
    {"GET", "compare/{*}", "Compare", "contents", compare},
}};

} // namespace

std::span<const Route> commit_routes() {
  return routes;
}

} // namespace github_standin
