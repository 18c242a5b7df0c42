// SPDX-License-Identifier: Apache-2.0
#include "github/json_fields.hpp"
#include "github/rest/comment_routes.hpp"
#include "github/rest/paging.hpp"
#include "github/rest/shapes.hpp"

#include <algorithm>
#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::array<const char*, 8> contents{
    "+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"};

json reaction_shape(const Call& call, const Reaction& reaction) {
  return {{"id", reaction.id},
          {"node_id", node_id("Reaction", reaction.id)},
          {"user", user_shape(call, reaction.user)},
          {"content", reaction.content},
          {"created_at", to_iso(reaction.created)}};
}

Reply list(const Call& call) {
  const Comment* comment = find_comment(call);
  if (comment == nullptr) {
    return not_found();
  }
  const std::string content = call.query("content");
  std::vector<Reaction> found;
  std::ranges::copy_if(
      comment->reactions, std::back_inserter(found), [&](const Reaction& reaction) {
        return content.empty() || reaction.content == content;
      });
  return paged(
      call, found, [&](const Reaction& reaction) { return reaction_shape(call, reaction); });
}

// 200 where that user has said so already.
Reply create(const Call& call) {
  Comment* comment = find_comment(call);
  if (comment == nullptr) {
    return not_found();
  }
  const std::string content = text_of(call.body, "content");
  if (std::ranges::find(contents, content) == contents.end()) {
    return invalid("Reaction", "content", "content is no reaction");
  }
  const auto same = std::ranges::find_if(comment->reactions, [&](const Reaction& reaction) {
    return reaction.user == call.token.login && reaction.content == content;
  });
  if (same != comment->reactions.end()) {
    return {.body = reaction_shape(call, *same)};
  }
  comment->reactions.push_back({.id = call.parts.world.new_id(),
                                .user = call.token.login,
                                .content = content,
                                .created = now()});
  return {.status = 201, .body = reaction_shape(call, comment->reactions.back())};
}

Reply remove(const Call& call) {
  Comment* comment = find_comment(call);
  if (comment == nullptr || std::erase_if(comment->reactions, [&](const Reaction& reaction) {
                              return reaction.id == call.id(1);
                            }) == 0) {
    return not_found();
  }
  return {.status = 204};
}

constexpr const char* either = "issues|pull-requests";

constexpr std::array<Route, 3> routes{{
    {"GET", "issues/comments/{}/reactions", "ListReactions", either, list},
    {"POST", "issues/comments/{}/reactions", "CreateReaction", either, create},
    {"DELETE", "issues/comments/{}/reactions/{}", "DeleteReaction", either, remove},
}};

} // namespace

std::span<const Route> reaction_routes() {
  return routes;
}

} // namespace github_standin
