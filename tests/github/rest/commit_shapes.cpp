// SPDX-License-Identifier: Apache-2.0
#include "github/rest/commit_shapes.hpp"

#include "github/rest/shapes.hpp"

namespace github_standin {

using nlohmann::json;

namespace {

json who_shape(const Signature& signature) {
  return {{"name", signature.name}, {"email", signature.email}, {"date", to_iso(signature.date)}};
}

json verification_shape(const GitCommit& commit) {
  const json text = commit.is_signed ? json("c3RhbmQtaW4=") : json();
  return {{"verified", commit.is_signed},
          {"reason", commit.is_signed ? "valid" : "unsigned"},
          {"signature", text},
          {"payload", commit.is_signed ? json("tree " + commit.tree) : json()},
          {"verified_at", commit.is_signed ? json(to_iso(commit.committer.date)) : json()}};
}

std::string page_of(const Call& call, const std::string& sha) {
  return call.parts.server.url() + call.repository + "/commit/" + sha;
}

json parents_shape(const Call& call, const GitCommit& commit, const std::string& folder) {
  json list = json::array();
  for (const std::string& parent : commit.parents) {
    list.push_back(
        {{"sha", parent}, {"url", call.url(folder + parent)}, {"html_url", page_of(call, parent)}});
  }
  return list;
}

json tree_shape(const Call& call, const GitCommit& commit) {
  return {{"sha", commit.tree}, {"url", call.url("/git/trees/" + commit.tree)}};
}

} // namespace

Plumbing plumbing_of(const Call& call) {
  return {call.parts.repositories, call.repository};
}

json commit_shape(const Call& call, const GitCommit& commit) {
  const std::string url = call.url("/commits/" + commit.sha);
  return {{"sha", commit.sha},
          {"node_id", node_id("Commit", number_of_name(commit.sha))},
          {"url", url},
          {"html_url", page_of(call, commit.sha)},
          {"comments_url", url + "/comments"},
          {"commit",
           {{"url", call.url("/git/commits/" + commit.sha)},
            {"author", who_shape(commit.author)},
            {"committer", who_shape(commit.committer)},
            {"message", commit.message},
            {"comment_count", 0},
            {"tree", tree_shape(call, commit)},
            {"verification", verification_shape(commit)}}},
          {"author", user_shape(call, "ada")},
          {"committer", user_shape(call, commit.is_signed ? "web-flow" : "ada")},
          {"parents", parents_shape(call, commit, "/commits/")}};
}

json git_commit_shape(const Call& call, const GitCommit& commit) {
  return {{"sha", commit.sha},
          {"node_id", node_id("Commit", number_of_name(commit.sha))},
          {"url", call.url("/git/commits/" + commit.sha)},
          {"html_url", page_of(call, commit.sha)},
          {"author", who_shape(commit.author)},
          {"committer", who_shape(commit.committer)},
          {"message", commit.message},
          {"tree", tree_shape(call, commit)},
          {"parents", parents_shape(call, commit, "/git/commits/")},
          {"verification", verification_shape(commit)}};
}

void sign(const Call& call, GitCommit& commit) {
  const Moment time = now();
  const std::string& login = call.token.login;
  commit.author = {login, login + "@users.noreply.github.com", time};
  commit.committer = {"GitHub", "noreply@github.com", time};
  commit.is_signed = true;
}

} // namespace github_standin
