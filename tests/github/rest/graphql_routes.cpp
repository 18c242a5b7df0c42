// SPDX-License-Identifier: Apache-2.0
#include "github/rest/graphql_routes.hpp"

#include "github/base64.hpp"
#include "github/json_fields.hpp"
#include "github/rest/branch_commit.hpp"
#include "github/rest/shapes.hpp"

#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr const char* mutation = "createCommitOnBranch";

// Errors of GraphQL come with status 200.
Reply failed(const std::string& type, const std::string& message) {
  return {.body = {{"data", {{mutation, nullptr}}},
                   {"errors",
                    json::array({{{"type", type},
                                  {"path", json::array({mutation})},
                                  {"locations", json::array({{{"line", 1}, {"column", 1}}})},
                                  {"message", message}}})}}};
}

// The variable that holds the input, whatever it is called.
json input_in(const json& body) {
  const json variables = object_of(body, "variables");
  for (const auto& item : variables.items()) {
    if (item.value().is_object() && item.value().contains("expectedHeadOid")) {
      return item.value();
    }
  }
  return json::object();
}

std::optional<std::vector<TreeChange>> changes_of(const Plumbing& git, const json& told) {
  std::vector<TreeChange> changes;
  for (const json& addition : list_of(told, "additions")) {
    const auto bytes = from_base64(text_of(addition, "contents"));
    const auto sha = bytes ? git.write("blob", *bytes) : std::nullopt;
    if (!sha) {
      return std::nullopt;
    }
    changes.push_back({.sha = *sha, .path = text_of(addition, "path")});
  }
  for (const json& deletion : list_of(told, "deletions")) {
    changes.push_back({.sha = "", .path = text_of(deletion, "path")});
  }
  return changes;
}

std::string full_ref(const std::string& name) {
  return name.starts_with("refs/") ? name : "refs/heads/" + name;
}

std::string message_in(const json& input) {
  const json message = object_of(input, "message");
  const std::string body = text_of(message, "body");
  return text_of(message, "headline") + (body.empty() ? "" : "\n\n" + body);
}

Reply stale(const std::string& expected) {
  return failed("STALE_DATA",
                "Expected branch to point to \"" + expected
                    + "\" but it did not. Pull and try again.");
}

// `call` is about the repository that the input names.
Reply commit_on(const Call& call, const json& input, const std::string& ref) {
  const Plumbing git(call.parts.repositories, call.repository);
  const auto head = git.resolve(ref);
  if (!head) {
    return failed("NOT_FOUND", "The branch " + ref + " does not exist.");
  }
  const std::string expected = text_of(input, "expectedHeadOid");
  if (*head != expected) {
    return stale(expected);
  }
  if (is_protected(call, ref)) {
    return failed("BRANCH_PROTECTION_RULE_VIOLATION",
                  "Changes must be made through a pull request.");
  }
  auto changes = changes_of(git, object_of(input, "fileChanges"));
  if (!changes || message_in(input).empty()) {
    return failed("UNPROCESSABLE", "A message and contents in Base64 are required.");
  }
  const auto commit = commit_change(
      call,
      {.ref = ref, .parent = *head, .message = message_in(input), .changes = std::move(*changes)});
  if (!commit) {
    return commit.error() == ChangeError::moved
               ? stale(expected)
               : failed("UNPROCESSABLE", "A path requested for change is malformed.");
  }
  return {
      .body = {
          {"data",
           {{mutation,
             {{"clientMutationId", text_or_null(text_of(input, "clientMutationId"))},
              {"ref", {{"name", ref.substr(ref.rfind("heads/") + 6)}, {"prefix", "refs/heads/"}}},
              {"commit",
               {{"oid", commit->sha},
                {"url", call.parts.server.url() + call.repository + "/commit/" + commit->sha},
                {"signature", {{"isValid", true}, {"wasSignedByGitHub", true}}}}}}}}}}};
}

Reply create_commit(const Call& call) {
  const json input = input_in(call.body);
  const json branch = object_of(input, "branch");
  const std::string name = text_of(branch, "repositoryNameWithOwner");
  if (!call.parts.repositories.find(name) || !sees(call.token, name)) {
    return failed("NOT_FOUND", "Could not resolve to a Repository with the name '" + name + "'.");
  }
  if (right_to(call.token, "contents") != Right::write) {
    return failed("FORBIDDEN", "Resource not accessible by integration");
  }
  const Call inside{.parts = call.parts,
                    .request = call.request,
                    .token = call.token,
                    .api = call.api,
                    .repository = name,
                    .captured = {},
                    .body = {}};
  return commit_on(inside, input, full_ref(text_of(branch, "branchName")));
}

Reply answer(const Call& call) {
  const std::string query = text_of(call.body, "query");
  if (query.find(mutation) != std::string::npos) {
    return create_commit(call);
  }
  if (query.find("viewer") != std::string::npos) {
    return {.body = {{"data", {{"viewer", {{"login", call.token.login}}}}}}};
  }
  return {
      .body = {{"errors", json::array({{{"message", "the stand-in does not know that query"}}})}}};
}

constexpr std::array<Route, 1> routes{{{"POST", "=graphql", "GraphQL", "", answer}}};

} // namespace

std::span<const Route> graphql_routes() {
  return routes;
}

} // namespace github_standin
