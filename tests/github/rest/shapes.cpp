// SPDX-License-Identifier: Apache-2.0
#include "github/rest/shapes.hpp"

#include "github/base64.hpp"

#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

// Keys and what stands below the repository's own address.
constexpr std::array<std::pair<const char*, const char*>, 38> repository_links{{
    {"archive_url", "/{archive_format}{/ref}"},
    {"assignees_url", "/assignees{/user}"},
    {"blobs_url", "/git/blobs{/sha}"},
    {"branches_url", "/branches{/branch}"},
    {"collaborators_url", "/collaborators{/collaborator}"},
    {"comments_url", "/comments{/number}"},
    {"commits_url", "/commits{/sha}"},
    {"compare_url", "/compare/{base}...{head}"},
    {"contents_url", "/contents/{+path}"},
    {"contributors_url", "/contributors"},
    {"deployments_url", "/deployments"},
    {"downloads_url", "/downloads"},
    {"events_url", "/events"},
    {"forks_url", "/forks"},
    {"git_commits_url", "/git/commits{/sha}"},
    {"git_refs_url", "/git/refs{/sha}"},
    {"git_tags_url", "/git/tags{/sha}"},
    {"hooks_url", "/hooks"},
    {"issue_comment_url", "/issues/comments{/number}"},
    {"issue_events_url", "/issues/events{/number}"},
    {"issues_url", "/issues{/number}"},
    {"keys_url", "/keys{/key_id}"},
    {"labels_url", "/labels{/name}"},
    {"languages_url", "/languages"},
    {"merges_url", "/merges"},
    {"milestones_url", "/milestones{/number}"},
    {"notifications_url", "/notifications{?since,all,participating}"},
    {"pulls_url", "/pulls{/number}"},
    {"releases_url", "/releases{/id}"},
    {"stargazers_url", "/stargazers"},
    {"statuses_url", "/statuses/{sha}"},
    {"subscribers_url", "/subscribers"},
    {"subscription_url", "/subscription"},
    {"tags_url", "/tags"},
    {"teams_url", "/teams"},
    {"trees_url", "/git/trees{/sha}"},
    {"url", ""},
    {"svn_url", ""},
}};

constexpr std::array<std::pair<const char*, const char*>, 10> user_links{{
    {"url", ""},
    {"followers_url", "/followers"},
    {"following_url", "/following{/other_user}"},
    {"gists_url", "/gists{/gist_id}"},
    {"starred_url", "/starred{/owner}{/repo}"},
    {"subscriptions_url", "/subscriptions"},
    {"organizations_url", "/orgs"},
    {"repos_url", "/repos"},
    {"events_url", "/events{/privacy}"},
    {"received_events_url", "/received_events"},
}};

void add_numbers(json& shape) {
  for (const char* key : {"forks",
                          "forks_count",
                          "stargazers_count",
                          "watchers",
                          "watchers_count",
                          "size",
                          "open_issues",
                          "open_issues_count",
                          "subscribers_count",
                          "network_count"}) {
    shape[key] = 0;
  }
  for (const char* key : {"has_issues", "has_projects", "has_wiki", "has_downloads"}) {
    shape[key] = true;
  }
  for (const char* key : {"has_pages", "has_discussions", "archived", "disabled", "fork"}) {
    shape[key] = false;
  }
  for (const char* key : {"description", "homepage", "language", "license", "mirror_url"}) {
    shape[key] = nullptr;
  }
}

Reply get_repository(const Call& call) {
  return {.body = repository_shape(call, call.repository)};
}

constexpr std::array<Route, 1> routes{{{"GET", "", "GetRepository", "", get_repository}}};

} // namespace

std::string node_id(const char* kind, Id id) {
  return to_base64(kind + std::to_string(id));
}

Id number_of_name(std::string_view name) {
  Id number = 1469598103934665603U; // FNV-1a
  for (const char letter : name) {
    number = (number ^ static_cast<unsigned char>(letter)) * 1099511628211U;
  }
  return number % 100'000'000U + 1;
}

json user_shape(const Call& call, const std::string& login) {
  const bool is_bot = login.ends_with("[bot]");
  const Id id = number_of_name(login);
  const std::string name = is_bot ? login.substr(0, login.size() - 5) + "%5Bbot%5D" : login;
  json shape{{"login", login},
             {"id", id},
             {"node_id", node_id("User", id)},
             {"avatar_url", "https://avatars.example/u/" + std::to_string(id)},
             {"gravatar_id", ""},
             {"html_url", "https://github.com/" + name},
             {"type", is_bot ? "Bot" : "User"},
             {"site_admin", false}};
  for (const auto& [key, path] : user_links) {
    shape[key] = call.api + "/users/" + name + path;
  }
  return shape;
}

json repository_shape(const Call& call, const std::string& name) {
  const auto options = call.parts.repositories.find(name).value_or(RepositoryOptions());
  const std::string server = call.parts.server.url() + name;
  const std::string made = to_iso(1'767'225'600);
  const Id id = number_of_name(name);
  json shape{{"id", id},
             {"node_id", node_id("Repository", id)},
             {"name", name.substr(name.find('/') + 1)},
             {"full_name", name},
             {"owner", user_shape(call, name.substr(0, name.find('/')))},
             {"private", options.is_private},
             {"default_branch", options.default_branch},
             {"html_url", server},
             {"git_url", server + ".git"},
             {"ssh_url", "git@127.0.0.1:" + name + ".git"},
             {"clone_url", server + ".git"},
             {"pushed_at", made},
             {"created_at", made},
             {"updated_at", made}};
  add_numbers(shape);
  for (const auto& [key, path] : repository_links) {
    shape[key] = call.api + "/repos/" + name + path;
  }
  return shape;
}

json moment_shape(const std::optional<Moment>& moment) {
  return moment ? json(to_iso(*moment)) : json();
}

json text_or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

std::span<const Route> repository_routes() {
  return routes;
}

} // namespace github_standin
