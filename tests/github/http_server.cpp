// SPDX-License-Identifier: Apache-2.0
#include "github/http_server.hpp"

#include "github/cache_index.hpp"
#include "github/connection.hpp"

#include <exception>
#include <sys/socket.h>
#include <unistd.h>

namespace github_standin {

namespace {

constexpr const char* address = "127.0.0.1";
// Tests push with 32 processes at once, and each waits for git while it holds its thread.
constexpr std::size_t threads = 96;
constexpr int backlog = 256;
constexpr std::size_t longest_target = 4096;
// BuildKit reads a layer as slowly as its own disk takes it: the library's 5 s would cut it off.
constexpr int patience_seconds = 120;

// The library's default is SO_REUSEPORT: two servers would share one port without a word.
void set_reuse_address(int socket) {
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
}

} // namespace

HttpServer::HttpServer(RequestLog& log, const Tokens& tokens, std::string name)
    : log_(log),
      tokens_(tokens),
      name_(std::move(name)) {
  new_task_queue = [] { return new httplib::ThreadPool(threads); };
  set_socket_options(set_reuse_address);
  set_read_timeout(patience_seconds);
  set_write_timeout(patience_seconds);
  // The library matches paths by std::regex, which recurses with their length.
  set_pre_routing_handler([](const httplib::Request& request, httplib::Response& response) {
    if (request.target.size() <= longest_target) {
      return HandlerResponse::Unhandled;
    }
    response.status = 414;
    return HandlerResponse::Handled;
  });
  set_post_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
    answer(request, response);
  });
  set_exception_handler(
      [](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
        response.status = 500;
        response.set_content(R"({"code":"internal","msg":"the stand-in failed"})",
                             "application/json");
      });
}

HttpServer::~HttpServer() {
  finish();
}

tl::expected<void, std::string> HttpServer::bind(int port) {
  if (port == 0) {
    port_ = bind_to_any_port(address);
  } else {
    port_ = bind_to_port(address, port) ? port : -1;
  }
  if (port_ <= 0) {
    return tl::unexpected("cannot listen on " + std::string(address) + ":" + std::to_string(port)
                          + "; is another server there?");
  }
  // Again, for a longer queue: the library's 5 makes parallel clients wait for a second SYN.
  ::listen(svr_sock_, backlog);
  return {};
}

void HttpServer::serve() {
  thread_ = std::thread([this] { listen_after_bind(); });
  // stop() does nothing to a server that is not running yet.
  while (!is_running()) {
    std::this_thread::yield();
  }
}

void HttpServer::finish() {
  if (!thread_.joinable()) {
    return;
  }
  stop_.raise();
  {
    const std::lock_guard lock(guard_);
    finished_ = true;
    for (const int socket : open_) {
      ::shutdown(socket, SHUT_RDWR);
    }
  }
  stop();
  thread_.join();
}

std::string HttpServer::url() const {
  return std::string("http://") + address + ":" + std::to_string(port_) + "/";
}

// One exchange per connection: the library closes idle connections after 5 s, which a client that
// is about to use one again sees as a failure.
bool HttpServer::process_and_close_socket(int socket) {
  {
    const std::lock_guard lock(guard_);
    open_.insert(socket);
    if (finished_) {
      ::shutdown(socket, SHUT_RDWR);
    }
  }
  current_exchange() = Exchange();
  Connection connection(socket, current_exchange(), stop_);
  bool closed = false;
  const bool fine = process_request(
      connection, true, closed, [this](httplib::Request& request) { begin(request); });
  {
    const std::lock_guard lock(guard_);
    open_.erase(socket);
  }
  ::shutdown(socket, SHUT_RDWR);
  ::close(socket);
  return fine;
}

// Runs when the head of the request is read, before its body is.
void HttpServer::begin(httplib::Request& request) const {
  // Ranges are answered by the blob side, which must also obey x-ms-range.
  request.ranges.clear();
  // The library reads a body that nobody announced until the client closes.
  if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
    request.headers.emplace("Content-Length", "0");
  }
  Exchange& exchange = current_exchange();
  exchange.method = request.method;
  exchange.host = name_;
  exchange.target = request.target;
  exchange.token = tokens_.name_of(token_in(request.get_header_value("Authorization")));
  // git inflates its requests itself.
  exchange.content_encoding = request.get_header_value("Content-Encoding");
  request.headers.erase("Content-Encoding");
}

// Runs before the first byte of the answer leaves, so whoever got an answer finds it in the log.
void HttpServer::answer(const httplib::Request&, httplib::Response& response) {
  // BuildKit dereferences this header without looking: a reply without it ends the whole engine.
  response.set_header("x-ms-request-id", random_hex(16));
  Exchange& exchange = current_exchange();
  exchange.status = exchange.refused ? 0 : response.status;
  log_.append(exchange);
}

} // namespace github_standin
