// SPDX-License-Identifier: Apache-2.0
#include "github/access/access_control.hpp"

#include "github/control_routes.hpp"
#include "github/json_fields.hpp"
#include "github/replies.hpp"

#include <nlohmann/json.hpp>

namespace github_standin {

using nlohmann::json;

namespace {

// "read" and "write" in place of the object of permissions are for all of them.
tl::expected<void, std::string> read_permissions(const json& body, KnownToken& token) {
  const auto take = [](const json& value, Right& target) {
    const auto right = parse_right(value.is_string() ? value.get<std::string>() : "");
    target = right.value_or(target);
    return right.has_value();
  };
  if (!body.contains("permissions")) {
    token.others = Right::write;
    return {};
  }
  const json& permissions = body["permissions"];
  if (!permissions.is_object()) {
    return take(permissions, token.others)
               ? tl::expected<void, std::string>()
               : tl::unexpected(std::string("\"permissions\" is an object, \"read\" or \"write\""));
  }
  for (const auto& item : permissions.items()) {
    if (!take(item.value(), token.permissions[item.key()])) {
      return tl::unexpected("the right to " + item.key() + " is none, read or write");
    }
  }
  return {};
}

void add_token(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  const json body = parse_object(request.body);
  KnownToken token{.secret = text_of(body, "token"),
                   .name = text_of(body, "name"),
                   .repositories = texts_of(body, "repositories")};
  if (body.contains("login")) {
    token.login = text_of(body, "login");
  }
  if (token.secret.empty() || token.name.empty()) {
    reply_twirp_error(response, 400, "\"token\" and \"name\" must be set");
    return;
  }
  if (const auto read = read_permissions(body, token); !read) {
    reply_twirp_error(response, 400, read.error());
    return;
  }
  parts.tokens.add(std::move(token));
  reply_json(response, json::object());
}

json described(const Parts& parts, const std::string& name, const RepositoryOptions& options) {
  return {{"name", name},
          {"path", parts.repositories.path_of(name).string()},
          {"url", parts.server.url() + name + ".git"},
          {"private", options.is_private},
          {"filter", options.filter},
          {"any_sha1", options.any_sha1},
          {"default_branch", options.default_branch},
          {"protected", options.protected_refs}};
}

RepositoryOptions changed(RepositoryOptions options, const json& body) {
  const auto take = [&](const char* key, bool& target) {
    target = body.contains(key) ? flag_of(body, key) : target;
  };
  take("private", options.is_private);
  take("filter", options.filter);
  take("any_sha1", options.any_sha1);
  if (body.contains("default_branch")) {
    options.default_branch = text_of(body, "default_branch");
  }
  if (body.contains("protected")) {
    options.protected_refs = texts_of(body, "protected");
  }
  return options;
}

void set_repository(const Parts& parts,
                    const httplib::Request& request,
                    httplib::Response& response) {
  const json body = parse_object(request.body);
  const std::string name = text_of(body, "name");
  const RepositoryOptions before = parts.repositories.find(name).value_or(RepositoryOptions());
  const RepositoryOptions options = changed(before, body);
  if (const auto set = parts.repositories.set(name, options); !set) {
    reply_twirp_error(response, 400, set.error());
    return;
  }
  reply_json(response, described(parts, name, options));
}

void list_repositories(const Parts& parts, const httplib::Request&, httplib::Response& response) {
  json list = json::array();
  for (const auto& [name, options] : parts.repositories.all()) {
    list.push_back(described(parts, name, options));
  }
  reply_json(response, list);
}

} // namespace

void add_access_control(const Parts& parts) {
  parts.server.Post("/_control/tokens", control(parts, add_token));
  parts.server.Post("/_control/repositories", control(parts, set_repository));
  parts.server.Get("/_control/repositories", control(parts, list_repositories));
}

} // namespace github_standin
