// SPDX-License-Identifier: Apache-2.0
#include "github/rest/object_routes.hpp"

#include "github/base64.hpp"
#include "github/json_fields.hpp"
#include "github/rest/commit_shapes.hpp"
#include "github/rest/shapes.hpp"

#include <algorithm>
#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

std::string blob_url(const Call& call, const std::string& sha) {
  return call.url("/git/blobs/" + sha);
}

// The object of that type that the path names.
std::optional<GitObject> named(const Call& call, const std::string& type) {
  auto object = plumbing_of(call).read(call.captured.at(0) + "^{" + type + "}");
  return object && object->type == type ? std::move(object) : std::nullopt;
}

Reply get_blob(const Call& call) {
  const auto blob = named(call, "blob");
  if (!blob) {
    return not_found();
  }
  return {.body = {{"sha", blob->sha},
                   {"node_id", node_id("Blob", number_of_name(blob->sha))},
                   {"url", blob_url(call, blob->sha)},
                   {"size", blob->bytes.size()},
                   {"content", to_base64_lines(blob->bytes)},
                   {"encoding", "base64"}}};
}

Reply create_blob(const Call& call) {
  const std::string content = text_of(call.body, "content");
  const bool encoded = text_of(call.body, "encoding") == "base64";
  const auto bytes = encoded ? from_base64(content) : std::optional(content);
  const auto sha = bytes ? plumbing_of(call).write("blob", *bytes) : std::nullopt;
  if (!sha) {
    return refusal(422, "content is not valid Base64");
  }
  return {.status = 201, .body = {{"sha", *sha}, {"url", blob_url(call, *sha)}}};
}

json tree_shape(const Call& call, const std::string& sha, bool recursive) {
  json items = json::array();
  for (const TreeItem& item : plumbing_of(call).list_tree(sha, recursive)) {
    json shape{{"path", item.path}, {"mode", item.mode}, {"type", item.type}, {"sha", item.sha}};
    shape["url"] = call.url("/git/" + item.type + "s/" + item.sha);
    if (item.type == "blob") {
      shape["size"] = item.size;
    }
    items.push_back(std::move(shape));
  }
  return {
      {"sha", sha}, {"url", call.url("/git/trees/" + sha)}, {"truncated", false}, {"tree", items}};
}

Reply get_tree(const Call& call) {
  const auto tree = named(call, "tree");
  return tree ? Reply{.body = tree_shape(call, tree->sha, call.request.has_param("recursive"))}
              : not_found();
}

// An item has "sha" (null: the path goes) or "content".
std::optional<TreeChange> change_of(const Plumbing& git, const json& item) {
  TreeChange change{.mode = text_of(item, "mode"), .path = text_of(item, "path")};
  if (item.contains("content")) {
    const auto sha = git.write("blob", text_of(item, "content"));
    change.sha = sha.value_or("");
    return sha ? std::optional(change) : std::nullopt;
  }
  change.sha = text_of(item, "sha");
  const bool goes = item.contains("sha") && item["sha"].is_null();
  return !change.path.empty() && (goes || git.read(change.sha)) ? std::optional(change)
                                                                : std::nullopt;
}

Reply create_tree(const Call& call) {
  const Plumbing git = plumbing_of(call);
  std::vector<TreeChange> changes;
  for (const json& item : list_of(call.body, "tree")) {
    auto change = change_of(git, item);
    if (!change) {
      return refusal(422, "tree.sha is not a valid object");
    }
    changes.push_back(std::move(*change));
  }
  const auto sha = git.change_tree(text_of(call.body, "base_tree"), changes);
  if (!sha) {
    return refusal(422, "tree contains a malformed path component");
  }
  return {.status = 201, .body = tree_shape(call, *sha, false)};
}

Reply get_commit(const Call& call) {
  const auto commit = plumbing_of(call).read_commit(call.captured.at(0));
  return commit ? Reply{.body = git_commit_shape(call, *commit)} : not_found();
}

// GitHub signs what names neither author nor committer.
Reply create_commit(const Call& call) {
  const Plumbing git = plumbing_of(call);
  GitCommit commit{.tree = text_of(call.body, "tree"),
                   .parents = texts_of(call.body, "parents"),
                   .message = text_of(call.body, "message")};
  const auto known = [&](const std::string& sha) { return sha.size() == 40 && git.read(sha); };
  if (!known(commit.tree) || !std::ranges::all_of(commit.parents, known)) {
    return refusal(422, "Tree SHA or a parent does not exist");
  }
  sign(call, commit);
  if (call.body.contains("author") && call.body["author"].is_object()) {
    const json& author = call.body["author"];
    commit.author = {text_of(author, "name"),
                     text_of(author, "email"),
                     parse_iso(text_of(author, "date")).value_or(now())};
    commit.committer = commit.author;
    commit.is_signed = false;
  }
  const auto sha = git.write_commit(commit);
  if (!sha) {
    return refusal(422, "Commit is malformed");
  }
  commit.sha = *sha;
  return {.status = 201, .body = git_commit_shape(call, commit)};
}

constexpr std::array<Route, 6> routes{{
    {"GET", "git/blobs/{}", "GetBlobObject", "contents", get_blob},
    {"POST", "git/blobs", "CreateBlob", "contents", create_blob},
    {"GET", "git/trees/{}", "GetTree", "contents", get_tree},
    {"POST", "git/trees", "CreateTree", "contents", create_tree},
    {"GET", "git/commits/{}", "GetCommitObject", "contents", get_commit},
    {"POST", "git/commits", "CreateCommit", "contents", create_commit},
}};

} // namespace

std::span<const Route> object_routes() {
  return routes;
}

} // namespace github_standin
