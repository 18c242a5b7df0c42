// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/branch_commit.hpp"

#include "adapters/github/json_fields.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace tidegate::github {
namespace {

using nlohmann::json;

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

CommitOutcome not_done(const ApiAnswer& answer) {
  return {.done = false, .commit = {}, .reason = refusal_text(answer), .refused = answer.refused()};
}

// First line and the rest.
json message_object(const std::string& message) {
  const auto end = std::min(message.find('\n'), message.size());
  return {{"headline", message.substr(0, end)},
          {"body", std::string(util::trim(std::string_view(message).substr(end)))}};
}

std::string mutation(const Client& client, const BranchCommit& commit) {
  json additions = json::array();
  for (const auto& [path, content] : commit.added) {
    additions.push_back({{"path", path}, {"contents", util::encode_base64(content)}});
  }
  json deletions = json::array();
  for (const std::string& path : commit.removed) {
    deletions.push_back({{"path", path}});
  }
  const json input{
      {"branch",
       {{"repositoryNameWithOwner", client.access().repository}, {"branchName", commit.branch}}},
      {"message", message_object(commit.message)},
      {"expectedHeadOid", commit.head},
      {"fileChanges", {{"additions", additions}, {"deletions", deletions}}}};
  return dump({{"query",
                "mutation($input: CreateCommitOnBranchInput!) { "
                "createCommitOnBranch(input: $input) { commit { oid } } }"},
               {"variables", {{"input", input}}}});
}

// GraphQL tells its errors in an answer with status 200.
CommitOutcome read_mutation(const ApiAnswer& answer) {
  const json body = parse_json(answer.body);
  const std::string commit =
      text_at(member(member(member(body, "data"), "createCommitOnBranch"), "commit"), "oid");
  if (!commit.empty()) {
    return {.done = true, .commit = commit, .reason = {}};
  }
  const json& errors = member(body, "errors");
  if (!errors.is_array() || errors.empty()) {
    return {.done = false, .commit = {}, .reason = "the answer makes no sense"};
  }
  const std::string type = text_at(errors.front(), "type");
  return {.done = false,
          .commit = {},
          .reason = message_in(errors.front()),
          .refused = type == "FORBIDDEN" || type == "NOT_FOUND"};
}

// POST below the repository that answers with the name of what it made.
class Maker {
public:
  explicit Maker(Client& client)
      : client_(client) {}

  // Empty where it was not made: `outcome` says why.
  Result<std::string> make(const char* path, const json& body, CommitOutcome& outcome) {
    auto answer = client_.send("POST", path, dump(body), true); // objects are named by content
    if (!answer) {
      return tl::unexpected(std::move(answer.error()));
    }
    std::string name = answer->ok() ? text_at(parse_json(answer->body), "sha") : std::string{};
    if (name.empty()) {
      outcome = not_done(*answer);
    }
    return name;
  }

private:
  Client& client_;
};

Result<CommitOutcome> begin_branch(Client& client, const BranchCommit& commit) {
  json entries = json::array();
  for (const auto& [path, content] : commit.added) {
    entries.push_back({{"path", path}, {"mode", "100644"}, {"type", "blob"}, {"content", content}});
  }
  Maker maker(client);
  CommitOutcome outcome;
  const auto tree = maker.make("git/trees", {{"tree", entries}}, outcome);
  if (!tree || tree->empty()) {
    return tree ? Result<CommitOutcome>(outcome) : tl::unexpected(tree.error());
  }
  const json object{{"message", commit.message}, {"tree", *tree}, {"parents", json::array()}};
  const auto made = maker.make("git/commits", object, outcome);
  if (!made || made->empty()) {
    return made ? Result<CommitOutcome>(outcome) : tl::unexpected(made.error());
  }
  auto answer = client.send(
      "POST", "git/refs", dump({{"ref", "refs/heads/" + commit.branch}, {"sha", *made}}));
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return answer->ok() ? CommitOutcome{.done = true, .commit = *made, .reason = {}}
                      : not_done(*answer);
}

} // namespace

Result<CommitOutcome> commit_on_branch(Client& client, const BranchCommit& commit) {
  if (commit.head.empty()) {
    return begin_branch(client, commit);
  }
  auto answer = client.graphql(mutation(client, commit));
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  return answer->ok() ? read_mutation(*answer) : not_done(*answer);
}

} // namespace tidegate::github
