// SPDX-License-Identifier: Apache-2.0
#include "github/rest/content_routes.hpp"

#include "github/base64.hpp"
#include "github/json_fields.hpp"
#include "github/rest/branch_commit.hpp"
#include "github/rest/commit_shapes.hpp"

#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::size_t largest_inline = 1U << 20U; // beyond it the content is left out

std::string branch_in(const Call& call, const std::string& asked) {
  return asked.empty() ? call.parts.repositories.find(call.repository)
                             .value_or(RepositoryOptions())
                             .default_branch
                       : asked;
}

std::string encoded_path(const std::string& path) {
  std::string text;
  for (const char letter : path) {
    text += letter == '/' ? "/" : httplib::detail::encode_query_param(std::string(1, letter));
  }
  return text;
}

json item_shape(const Call& call, const TreeItem& item, const std::string& ref) {
  const std::string path = encoded_path(item.path);
  const std::string page = call.parts.server.url() + call.repository;
  const bool is_folder = item.type == "tree";
  const json self = call.url("/contents/" + path + "?ref=" + ref);
  const json git = call.url((is_folder ? "/git/trees/" : "/git/blobs/") + item.sha);
  const json html = page + (is_folder ? "/tree/" : "/blob/") + ref + "/" + path;
  return {{"type", is_folder ? "dir" : "file"},
          {"size", item.size},
          {"name", item.path.substr(item.path.rfind('/') + 1)},
          {"path", item.path},
          {"sha", item.sha},
          {"url", self},
          {"git_url", git},
          {"html_url", html},
          {"download_url", is_folder ? json() : json(page + "/raw/" + ref + "/" + path)},
          {"_links", {{"self", self}, {"git", git}, {"html", html}}}};
}

Reply get(const Call& call) {
  const Plumbing git = plumbing_of(call);
  const std::string ref = branch_in(call, call.query("ref"));
  const std::string path = call.captured.at(0);
  const auto object = git.read(ref + ":" + path);
  if (!object) {
    return not_found();
  }
  if (object->type == "tree") {
    Reply reply{.body = json::array()};
    for (TreeItem& item : git.list_tree(object->sha, false)) {
      item.path = path.empty() ? item.path : path + "/" + item.path;
      reply.body.push_back(item_shape(call, item, ref));
    }
    return reply;
  }
  json shape = item_shape(call,
                          {.mode = "100644",
                           .type = "blob",
                           .sha = object->sha,
                           .path = path,
                           .size = object->bytes.size()},
                          ref);
  const bool is_inline = object->bytes.size() <= largest_inline;
  shape["encoding"] = is_inline ? "base64" : "none";
  shape["content"] = is_inline ? to_base64_lines(object->bytes) : "";
  return {.body = std::move(shape)};
}

// The branch, what the file is now, and whether the caller knows that: GitHub answers 409 where
// "sha" is an old one.
struct Target {
  std::string branch;
  std::string parent;
  std::optional<GitObject> file;
};

tl::expected<Target, Reply> target_of(const Call& call, const Plumbing& git) {
  Target target{.branch = branch_in(call, text_of(call.body, "branch")), .parent = "", .file = {}};
  const std::string ref = "refs/heads/" + target.branch;
  const std::string path = call.captured.at(0);
  target.parent = git.resolve(ref).value_or("");
  if (target.parent.empty() && git.lines({"for-each-ref", "--count=1"})->size() == 1) {
    return tl::unexpected(refusal(404, "Branch " + target.branch + " not found"));
  }
  if (is_protected(call, ref)) {
    return tl::unexpected(
        refusal(409,
                "Repository rule violations found\n\nChanges must be made through a pull "
                "request.\n\n"));
  }
  target.file = target.parent.empty() ? std::nullopt : git.read(target.parent + ":" + path);
  const std::string sha = text_of(call.body, "sha");
  if (target.file && sha.empty()) {
    return tl::unexpected(refusal(422, "Invalid request.\n\n\"sha\" wasn't supplied."));
  }
  if (!sha.empty() && (!target.file || target.file->sha != sha)) {
    return tl::unexpected(refusal(409, path + " does not match " + sha));
  }
  return target;
}

Reply change_file(const Call& call, const Target& target, const TreeChange& change) {
  const auto commit = commit_change(call,
                                    {.ref = "refs/heads/" + target.branch,
                                     .parent = target.parent,
                                     .message = text_of(call.body, "message"),
                                     .changes = {change}});
  if (!commit) {
    return commit.error() == ChangeError::moved
               ? refusal(409, target.branch + " is at another commit but expected " + target.parent)
               : refusal(422, "path contains a malformed path component");
  }
  return {.status = target.file ? 200 : 201,
          .body = {{"content", nullptr}, {"commit", git_commit_shape(call, *commit)}}};
}

Reply put(const Call& call) {
  const Plumbing git = plumbing_of(call);
  const auto bytes = from_base64(text_of(call.body, "content"));
  if (!bytes || text_of(call.body, "message").empty()) {
    return refusal(422, "content is not valid Base64");
  }
  const auto target = target_of(call, git);
  if (!target) {
    return target.error();
  }
  const auto sha = git.write("blob", *bytes);
  const std::string path = call.captured.at(0);
  Reply reply = change_file(call, *target, {.sha = sha.value_or(""), .path = path});
  if (reply.status < 300) {
    const TreeItem item{.mode = "100644",
                        .type = "blob",
                        .sha = sha.value_or(""),
                        .path = path,
                        .size = bytes->size()};
    reply.body["content"] = item_shape(call, item, target->branch);
  }
  return reply;
}

Reply remove(const Call& call) {
  const auto target = target_of(call, plumbing_of(call));
  if (!target || !target->file) {
    return target ? not_found() : target.error();
  }
  return change_file(call, *target, {.sha = "", .path = call.captured.at(0)});
}

constexpr std::array<Route, 3> routes{{
    {"GET", "contents/{*}", "GetContents", "contents", get},
    {"PUT", "contents/{*}", "PutContents", "contents", put},
    {"DELETE", "contents/{*}", "DeleteContents", "contents", remove},
}};

} // namespace

std::span<const Route> content_routes() {
  return routes;
}

} // namespace github_standin
