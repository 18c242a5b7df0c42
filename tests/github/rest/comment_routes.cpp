// SPDX-License-Identifier: Apache-2.0
#include "github/rest/comment_routes.hpp"

#include "github/json_fields.hpp"
#include "github/rest/paging.hpp"
#include "github/rest/shapes.hpp"

#include <algorithm>
#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::size_t longest_body = 65536;

// Characters, not bytes, are what GitHub counts.
std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char letter) { return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U; }));
}

json reactions_shape(const Comment& comment, const std::string& url) {
  json shape{{"url", url + "/reactions"}, {"total_count", comment.reactions.size()}};
  for (const char* content :
       {"+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket"}) {
    shape[content] =
        std::ranges::count(comment.reactions, std::string(content), &Reaction::content);
  }
  return shape;
}

json comment_shape(const Call& call, const Comment& comment) {
  const std::string id = std::to_string(comment.id);
  const std::string issue = std::to_string(comment.issue);
  const std::string url = call.url("/issues/comments/" + id);
  return {{"id", comment.id},
          {"node_id", node_id("IssueComment", comment.id)},
          {"url", url},
          {"html_url",
           call.parts.server.url() + call.repository + "/pull/" + issue + "#issuecomment-" + id},
          {"issue_url", call.url("/issues/" + issue)},
          {"body", comment.body},
          {"user", user_shape(call, comment.user)},
          {"author_association", "NONE"},
          {"created_at", to_iso(comment.created)},
          {"updated_at", to_iso(comment.updated)},
          {"reactions", reactions_shape(comment, url)}};
}

// Nothing where that may be a comment's body.
std::optional<Reply> complaint(const Call& call) {
  if (!call.body.contains("body") || !call.body["body"].is_string()) {
    return invalid("IssueComment", "body", "body can't be blank");
  }
  const std::string body = text_of(call.body, "body");
  if (body.find_first_not_of(" \r\n\t") == std::string::npos) {
    return invalid("IssueComment", "body", "body can't be blank");
  }
  if (characters(body) > longest_body) {
    return invalid("IssueComment", "body", "body is too long (maximum is 65536 characters)");
  }
  return std::nullopt;
}

Reply list(const Call& call) {
  if (!call.project().pulls.contains(call.id(0))) {
    return not_found();
  }
  const Moment since = parse_iso(call.query("since")).value_or(0);
  std::vector<const Comment*> found;
  for (const auto& [id, comment] : call.project().comments) {
    if (comment.issue == call.id(0) && comment.updated >= since) {
      found.push_back(&comment);
    }
  }
  return paged(call, found, [&](const Comment* comment) { return comment_shape(call, *comment); });
}

Reply create(const Call& call) {
  if (!call.project().pulls.contains(call.id(0))) {
    return not_found();
  }
  if (auto wrong = complaint(call)) {
    return *wrong;
  }
  const Id id = call.parts.world.new_id();
  Comment& comment = call.project().comments[id];
  comment = {.id = id,
             .issue = call.id(0),
             .body = text_of(call.body, "body"),
             .user = call.token.login,
             .created = now(),
             .updated = now()};
  Reply reply{.status = 201, .body = comment_shape(call, comment)};
  reply.headers.emplace_back("Location", call.url("/issues/comments/" + std::to_string(id)));
  return reply;
}

Reply get(const Call& call) {
  const Comment* comment = find_comment(call);
  return comment == nullptr ? not_found() : Reply{.body = comment_shape(call, *comment)};
}

Reply change(const Call& call) {
  Comment* comment = find_comment(call);
  if (comment == nullptr) {
    return not_found();
  }
  if (auto wrong = complaint(call)) {
    return *wrong;
  }
  comment->body = text_of(call.body, "body");
  comment->updated = now();
  return {.body = comment_shape(call, *comment)};
}

Reply remove(const Call& call) {
  if (find_comment(call) == nullptr) {
    return not_found();
  }
  call.project().comments.erase(call.id(0));
  return {.status = 204};
}

constexpr const char* either = "issues|pull-requests";

constexpr std::array<Route, 5> routes{{
    {"GET", "issues/{}/comments", "ListComments", either, list},
    {"POST", "issues/{}/comments", "CreateComment", either, create},
    {"GET", "issues/comments/{}", "GetComment", either, get},
    {"PATCH", "issues/comments/{}", "UpdateComment", either, change},
    {"DELETE", "issues/comments/{}", "DeleteComment", either, remove},
}};

} // namespace

Comment* find_comment(const Call& call) {
  auto& comments = call.project().comments;
  const auto found = comments.find(call.id(0));
  return found == comments.end() ? nullptr : &found->second;
}

std::span<const Route> comment_routes() {
  return routes;
}

} // namespace github_standin
