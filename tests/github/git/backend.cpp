// SPDX-License-Identifier: Apache-2.0
#include "github/git/backend.hpp"

#include "github/git/child.hpp"
#include "github/git/repositories.hpp"
#include "github/whole_number.hpp"

#include <memory>
#include <optional>
#include <utility>

namespace github_standin {

namespace {

constexpr std::size_t longest_head = 64U << 10U;

ChildOrder child_order(const BackendOrder& order, const std::string& method) {
  const bool asks = method == "GET";
  std::vector<std::string> environment = git_environment();
  const auto set = [&](const char* name, const std::string& value) {
    environment.push_back(std::string(name) + "=" + value);
  };
  set("GIT_PROJECT_ROOT", order.root);
  set("GIT_HTTP_EXPORT_ALL", "1");
  set("REQUEST_METHOD", method);
  set("PATH_INFO", order.path + (asks ? "/info/refs" : "/" + order.service));
  set("QUERY_STRING", asks ? "service=" + order.service : "");
  set("CONTENT_TYPE", order.content_type);
  set("HTTP_CONTENT_ENCODING", order.content_encoding);
  set("REMOTE_USER", "standin");
  set("REMOTE_ADDR", "127.0.0.1");
  if (!order.protocol.empty()) {
    set("GIT_PROTOCOL", order.protocol);
  }
  // No CONTENT_LENGTH: the backend reads until the end, whichever way the length was told.
  return {.command = {"git", "http-backend"}, .environment = std::move(environment)};
}

void reply_failure(httplib::Response& response) {
  response.status = 500;
  response.set_content("git http-backend failed\n", "text/plain");
}

struct Head {
  std::string content_type;
  std::string rest; // what followed the head
};

// Reads the head of the answer into status and headers.
std::optional<Head> take_head(Child& child, httplib::Response& response) {
  std::string text;
  std::size_t end = std::string::npos;
  while ((end = text.find("\r\n\r\n")) == std::string::npos) {
    const std::string more = child.read();
    if (more.empty() || text.size() > longest_head) {
      return std::nullopt;
    }
    text += more;
  }
  Head head{.content_type = "", .rest = text.substr(end + 4)};
  response.status = 200;
  for (std::size_t begin = 0; begin < end;) {
    const std::size_t stop = text.find("\r\n", begin);
    const std::string line = text.substr(begin, stop - begin);
    begin = stop + 2;
    const std::size_t colon = line.find(": ");
    const std::string name = line.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : line.substr(colon + 2);
    if (name == "Status") {
      response.status = whole_number<int>(value.substr(0, 3)).value_or(500);
    } else if (name == "Content-Type") {
      head.content_type = value;
    } else {
      response.set_header(name, value);
    }
  }
  return head;
}

void reply_whole(Child& child, httplib::Response& response) {
  auto head = take_head(child, response);
  if (!head) {
    reply_failure(response);
    return;
  }
  response.set_content(head->rest + child.read_all(), head->content_type);
}

void reply_stream(Child child, httplib::Response& response) {
  auto head = take_head(child, response);
  if (!head) {
    reply_failure(response);
    return;
  }
  const auto source = std::make_shared<Child>(std::move(child));
  const auto rest = std::make_shared<std::string>(std::move(head->rest));
  response.set_chunked_content_provider(
      head->content_type, [source, rest](std::size_t, httplib::DataSink& sink) {
        std::string bytes = rest->empty() ? source->read() : std::exchange(*rest, std::string());
        if (bytes.empty()) {
          sink.done();
          return true;
        }
        return sink.write(bytes.data(), bytes.size());
      });
}

} // namespace

void answer_advertisement(const BackendOrder& order, httplib::Response& response) {
  auto child = Child::start(child_order(order, "GET"));
  if (!child) {
    reply_failure(response);
    return;
  }
  child->close_input();
  reply_whole(*child, response);
}

void answer_pack(const BackendOrder& order,
                 const httplib::ContentReader& body,
                 httplib::Response& response) {
  auto child = Child::start(child_order(order, "POST"));
  if (!child) {
    reply_failure(response);
    return;
  }
  bool listens = true;
  body([&](const char* bytes, std::size_t count) {
    listens = listens && child->write({bytes, count});
    return true; // the rest is read in vain: unread bytes would cut the answer off
  });
  child->close_input();
  if (order.service == "git-receive-pack") {
    reply_whole(*child, response);
  } else {
    reply_stream(std::move(*child), response);
  }
}

} // namespace github_standin
