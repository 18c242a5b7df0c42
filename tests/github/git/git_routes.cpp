// SPDX-License-Identifier: Apache-2.0
#include "github/git/git_routes.hpp"

#include "github/git/backend.hpp"
#include "github/replies.hpp"

namespace github_standin {

namespace {

constexpr const char* upload_pack = "git-upload-pack";
constexpr const char* receive_pack = "git-receive-pack";

struct Asked {
  std::string repository;
  std::string service;
};

void refuse(httplib::Response& response, int status, const std::string& message) {
  response.status = status;
  if (status == 401) {
    response.set_header("WWW-Authenticate", "Basic realm=\"GitHub\"");
  }
  // git shows a plain text as lines of "remote: ...".
  response.set_content(message + "\n", "text/plain; charset=UTF-8");
}

// True where the answer is given already.
bool refused(const Parts& parts,
             const Asked& asked,
             const httplib::Request& request,
             httplib::Response& response) {
  const std::string secret = token_in(request.get_header_value("Authorization"));
  const auto token = parts.tokens.find(secret);
  const auto repository = parts.repositories.find(asked.repository);
  const bool pushes = asked.service == receive_pack;
  if (!secret.empty() && !token) {
    refuse(response,
           401,
           "Invalid username or token. Password authentication is not supported "
           "for Git operations.");
    return true;
  }
  if (!token && (pushes || !repository || repository->is_private)) {
    refuse(response, 401, "Authentication required.");
    return true;
  }
  const Right right = token ? right_to(*token, "contents") : Right::read;
  const bool open = repository && (!repository->is_private || right != Right::none);
  if (!open || (token && !sees(*token, asked.repository))) {
    refuse(response, 404, "Repository not found.");
    return true;
  }
  if (pushes && right != Right::write) {
    refuse(response,
           403,
           "Permission to " + asked.repository + ".git denied to " + token->login + ".");
    return true;
  }
  return false;
}

bool may_go_on(const Parts& parts,
               const Asked& asked,
               const httplib::Request& request,
               httplib::Response& response) {
  current_exchange().key = asked.repository;
  return !inject(parts.faults, parts.server.stop_signal(), response)
         && !refused(parts, asked, request, response);
}

BackendOrder order_of(const Parts& parts, const Asked& asked, const httplib::Request& request) {
  return {.root = parts.repositories.folder().string(),
          .path = "/" + asked.repository + ".git",
          .service = asked.service,
          .content_type = request.get_header_value("Content-Type"),
          .content_encoding = current_exchange().content_encoding,
          .protocol = request.get_header_value("Git-Protocol")};
}

void advertise(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  const Asked asked{request.matches[1].str(), request.get_param_value("service")};
  current_exchange().route = "GitInfoRefs";
  if (!may_go_on(parts, asked, request, response)) {
    return;
  }
  if (asked.service != upload_pack && asked.service != receive_pack) {
    refuse(response, 403, "Please upgrade your git client."); // the dumb protocol
    return;
  }
  answer_advertisement(order_of(parts, asked, request), response);
}

void serve_pack(const Parts& parts,
                const httplib::Request& request,
                httplib::Response& response,
                const httplib::ContentReader& body) {
  const Asked asked{request.matches[1].str(), request.matches[2].str()};
  current_exchange().route = asked.service == receive_pack ? "GitReceivePack" : "GitUploadPack";
  if (!may_go_on(parts, asked, request, response)) {
    body([](const char*, std::size_t) { return true; }); // unread bytes would cut the answer off
    return;
  }
  answer_pack(order_of(parts, asked, request), body, response);
}

} // namespace

void add_git_routes(const Parts& parts) {
  const std::string repository = "/([^/]+/[^/]+)\\.git/";
  parts.server.Get(repository + "info/refs",
                   [parts](const httplib::Request& request, httplib::Response& response) {
                     advertise(parts, request, response);
                   });
  parts.server.Post(
      repository + "(git-upload-pack|git-receive-pack)",
      [parts](const httplib::Request& request,
              httplib::Response& response,
              const httplib::ContentReader& body) { serve_pack(parts, request, response, body); });
}

} // namespace github_standin
