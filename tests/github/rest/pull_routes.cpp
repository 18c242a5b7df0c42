// SPDX-License-Identifier: Apache-2.0
#include "github/rest/pull_routes.hpp"

#include "github/rest/commit_shapes.hpp"
#include "github/rest/paging.hpp"
#include "github/rest/shapes.hpp"

#include <algorithm>
#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

// What was said, or where the branch is now.
std::string sha_at(const Call& call,
                   const std::string& said,
                   const std::string& repository,
                   const std::string& ref) {
  if (!said.empty()) {
    return said;
  }
  const Plumbing git(call.parts.repositories, repository);
  return git.resolve("refs/heads/" + ref).value_or(no_object);
}

std::string head_sha(const Call& call, const Pull& pull) {
  return sha_at(call, pull.head_sha, pull.head_repository, pull.head_ref);
}

json side_shape(const Call& call,
                const std::string& repository,
                const std::string& ref,
                const std::string& sha) {
  const std::string owner = repository.substr(0, repository.find('/'));
  return {{"label", owner + ":" + ref},
          {"ref", ref},
          {"sha", sha},
          {"user", user_shape(call, owner)},
          {"repo", repository_shape(call, repository)}};
}

json links_shape(const json& shape) {
  json links = json::object();
  for (const auto& [name, key] : std::array<std::pair<const char*, const char*>, 8>{{
           {"self", "url"},
           {"html", "html_url"},
           {"issue", "issue_url"},
           {"comments", "comments_url"},
           {"review_comments", "review_comments_url"},
           {"review_comment", "review_comment_url"},
           {"commits", "commits_url"},
           {"statuses", "statuses_url"},
       }}) {
    links[name] = {{"href", shape[key]}};
  }
  return links;
}

void add_links(const Call& call, const Pull& pull, const std::string& head, json& shape) {
  const std::string number = std::to_string(pull.number);
  const std::string page = call.parts.server.url() + call.repository + "/pull/" + number;
  const std::string url = call.url("/pulls/" + number);
  shape["url"] = url;
  shape["html_url"] = page;
  shape["diff_url"] = page + ".diff";
  shape["patch_url"] = page + ".patch";
  shape["issue_url"] = call.url("/issues/" + number);
  shape["commits_url"] = url + "/commits";
  shape["review_comments_url"] = url + "/comments";
  shape["review_comment_url"] = call.url("/pulls/comments{/number}");
  shape["comments_url"] = call.url("/issues/" + number + "/comments");
  shape["statuses_url"] = call.url("/statuses/" + head);
  shape["_links"] = links_shape(shape);
}

json pull_shape(const Call& call, const Pull& pull) {
  const std::string head = head_sha(call, pull);
  const std::string base = sha_at(call, pull.base_sha, call.repository, pull.base_ref);
  const bool closed = pull.state == "closed";
  json shape{{"id", pull.id},
             {"node_id", node_id("PullRequest", pull.id)},
             {"number", pull.number},
             {"state", pull.state},
             {"locked", false},
             {"draft", false},
             {"title", pull.title},
             {"body", text_or_null(pull.body)},
             {"user", user_shape(call, pull.user)},
             {"labels", json::array()},
             {"milestone", nullptr},
             {"assignee", nullptr},
             {"auto_merge", nullptr},
             {"author_association", "NONE"},
             {"created_at", to_iso(pull.created)},
             {"updated_at", to_iso(pull.updated)},
             {"closed_at", closed ? json(to_iso(pull.updated)) : json()},
             {"merged_at", pull.merged ? json(to_iso(pull.updated)) : json()},
             {"merge_commit_sha", nullptr},
             {"head", side_shape(call, pull.head_repository, pull.head_ref, head)},
             {"base", side_shape(call, call.repository, pull.base_ref, base)}};
  add_links(call, pull, head, shape);
  return shape;
}

// With what only the answer about one pull request has.
json whole_pull_shape(const Call& call, const Pull& pull) {
  json shape = pull_shape(call, pull);
  shape["merged"] = pull.merged;
  shape["mergeable"] = nullptr; // GitHub works it out later
  shape["mergeable_state"] = "unknown";
  shape["merged_by"] = nullptr;
  shape["maintainer_can_modify"] = false;
  for (const char* key :
       {"review_comments", "commits", "additions", "deletions", "changed_files"}) {
    shape[key] = 0;
  }
  shape["comments"] = std::ranges::count_if(
      call.project().comments, [&](const auto& item) { return item.second.issue == pull.number; });
  return shape;
}

// Newest first.
template<typename Fits>
Reply show(const Call& call, const Fits& fits) {
  std::vector<const Pull*> found;
  for (const auto& [number, pull] : call.project().pulls) {
    if (fits(pull)) {
      found.insert(found.begin(), &pull);
    }
  }
  return paged(call, found, [&](const Pull* pull) { return pull_shape(call, *pull); });
}

Reply list(const Call& call) {
  const std::string state = call.query("state").empty() ? "open" : call.query("state");
  const std::string head = call.query("head");
  const std::string base = call.query("base");
  return show(call, [&](const Pull& pull) {
    const std::string owner = pull.head_repository.substr(0, pull.head_repository.find('/'));
    return (state == "all" || state == pull.state)
           && (head.empty() || head == owner + ":" + pull.head_ref)
           && (base.empty() || base == pull.base_ref);
  });
}

Reply get(const Call& call) {
  const auto& pulls = call.project().pulls;
  const auto found = pulls.find(call.id(0));
  return found == pulls.end() ? not_found() : Reply{.body = whole_pull_shape(call, found->second)};
}

// Of forks as well, where their head is that very commit.
Reply list_of_commit(const Call& call) {
  const std::string& sha = call.captured.at(0);
  const Plumbing git = plumbing_of(call);
  return show(call, [&](const Pull& pull) {
    const std::string head = head_sha(call, pull);
    return head == sha
           || (pull.head_repository == call.repository && git.is_ancestor(sha, head)
               && !git.is_ancestor(sha, "refs/heads/" + pull.base_ref));
  });
}

constexpr std::array<Route, 3> routes{{
    {"GET", "pulls", "ListPulls", "pull-requests", list},
    {"GET", "pulls/{}", "GetPull", "pull-requests", get},
    {"GET", "commits/{}/pulls", "ListCommitPulls", "contents|pull-requests", list_of_commit},
}};

} // namespace

std::span<const Route> pull_routes() {
  return routes;
}

} // namespace github_standin
