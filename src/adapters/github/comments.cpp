// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/comments.hpp"

#include "adapters/github/json_fields.hpp"
#include "adapters/github/refusal.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

namespace tidegate::github {
namespace {

using nlohmann::json;

constexpr int most_pages = 100; // of 100 comments
constexpr std::string_view permission = "pull-requests: write";
constexpr std::string_view actions_login = "github-actions[bot]";
constexpr const char* no_api_hint = "check GITHUB_API_URL, and what answers there";

std::string body_json(const std::string& body) {
  return json{{"body", body}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Comment> read_comment(const json& value) {
  const auto id = count_at(value, "id");
  if (!id) {
    return std::nullopt;
  }
  return Comment{.id = *id, .body = text_at(value, "body"), .url = text_at(value, "html_url")};
}

// False where the answer is no list.
bool add_own(std::vector<Comment>& found,
             const std::string& answer,
             const std::string& login,
             std::string_view beginning) {
  const json entries = parse_json(answer);
  if (!entries.is_array()) {
    return false;
  }
  for (const json& entry : entries) {
    auto comment = read_comment(entry);
    if (comment && comment->body.starts_with(beginning)
        && text_at(member(entry, "user"), "login") == login) {
      found.push_back(std::move(*comment));
    }
  }
  return true;
}

std::string path_of(std::uint64_t id) {
  return fmt::format("issues/comments/{}", id);
}

} // namespace

Comments::Comments(Client& client, std::string issue)
    : client_(client),
      issue_(std::move(issue)) {}

Result<std::string> Comments::login() {
  if (login_) {
    return *login_;
  }
  auto answer = noted(client_.graphql(R"({"query":"query { viewer { login } }"})", true));
  if (!answer || answer->status >= 500) { // a wrong guess would make a second comment
    return answer ? tl::unexpected(refused_error("who owns the token", *answer, permission))
                  : tl::unexpected(answer.error());
  }
  const json reply = parse_json(answer->body);
  std::string name = text_at(member(member(reply, "data"), "viewer"), "login");
  if (name.empty()) {
    answer = noted(client_.get("/user"));
    if (!answer) {
      return tl::unexpected(std::move(answer.error()));
    }
    name = answer->ok() ? text_at(parse_json(answer->body), "login") : "";
  }
  login_ = name.empty() ? std::string(actions_login) : name;
  return *login_;
}

Result<ApiAnswer> Comments::noted(Result<ApiAnswer> answer) {
  final_ = answer ? answer->status >= 400 && answer->status < 500 : !client_.passing();
  return answer;
}

Result<Comment> Comments::read(std::string_view what, const ApiAnswer& answer) {
  if (!answer.ok()) {
    return tl::unexpected(refused_error(what, answer, permission));
  }
  const auto comment = read_comment(parse_json(answer.body));
  if (!comment) {
    final_ = true;
    return failed(
        Error::Kind::external, fmt::format("{}: the answer is no comment", what), no_api_hint);
  }
  return *comment;
}

Result<std::vector<Comment>> Comments::list(std::string_view beginning) {
  const auto own = login();
  if (!own) {
    return tl::unexpected(own.error());
  }
  std::vector<Comment> found;
  bool is_list = true;
  const auto sink = [&](const ApiAnswer& page) {
    return is_list = add_own(found, page.body, *own, beginning);
  };
  const std::string what = fmt::format("comments of #{}", issue_);
  const auto last = noted(
      client_.pages(fmt::format("issues/{}/comments?per_page=100", issue_), sink, most_pages));
  if (!last) {
    return tl::unexpected(last.error());
  }
  if (!last->ok()) {
    return tl::unexpected(refused_error(what, *last, permission));
  }
  if (!is_list) {
    final_ = true;
    return failed(Error::Kind::external, what + ": the answer is no list", no_api_hint);
  }
  std::ranges::sort(found, {}, &Comment::id);
  return found;
}

Result<std::optional<Comment>> Comments::get(std::uint64_t id) {
  const auto answer = noted(client_.get(path_of(id)));
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  if (answer->status == 404 || answer->status == 410) {
    return std::nullopt;
  }
  auto comment = read("the comment", *answer);
  return comment ? Result<std::optional<Comment>>(std::move(*comment))
                 : tl::unexpected(std::move(comment.error()));
}

Result<std::optional<Comment>> Comments::update(std::uint64_t id, const std::string& body) {
  const auto answer = noted(client_.send("PATCH", path_of(id), body_json(body)));
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  if (answer->status == 404 || answer->status == 410) {
    return std::nullopt;
  }
  auto comment = read("the comment was not changed", *answer);
  return comment ? Result<std::optional<Comment>>(std::move(*comment))
                 : tl::unexpected(std::move(comment.error()));
}

Result<Comment> Comments::create(const std::string& body) {
  const auto answer =
      noted(client_.send("POST", fmt::format("issues/{}/comments", issue_), body_json(body)));
  return answer ? read(fmt::format("no comment on #{}", issue_), *answer)
                : tl::unexpected(answer.error());
}

Result<void> Comments::remove(std::uint64_t id) {
  const auto answer = noted(client_.send("DELETE", path_of(id), ""));
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  const bool gone = answer->ok() || answer->status == 404 || answer->status == 410;
  return gone ? Result<void>()
              : tl::unexpected(refused_error("the comment was not deleted", *answer, permission));
}

} // namespace tidegate::github
