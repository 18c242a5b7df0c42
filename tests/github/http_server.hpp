// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/access/tokens.hpp"
#include "github/exchange.hpp"
#include "github/request_log.hpp"

#include <httplib.h>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <tl/expected.hpp>

namespace github_standin {

// An HTTP server on loopback that logs every exchange and can refuse or slow it.
class HttpServer : public httplib::Server {
public:
  // The log knows it by that name.
  HttpServer(RequestLog& log, const Tokens& tokens, std::string name);
  ~HttpServer() override;

  // Port 0 takes any free one. From then on connections are accepted and wait for serve().
  tl::expected<void, std::string> bind(int port);
  void serve();
  // Cuts the exchanges that are under way and returns when no thread is left.
  void finish();

  // Ends in a slash, as the address that GitHub hands out does.
  std::string url() const;

  int port() const { return port_; }

  StopSignal& stop_signal() { return stop_; }

private:
  bool process_and_close_socket(int socket) override;
  void begin(httplib::Request& request) const;
  void answer(const httplib::Request& request, httplib::Response& response);

  RequestLog& log_;
  const Tokens& tokens_;
  std::string name_;
  StopSignal stop_;
  int port_ = 0;
  std::thread thread_;
  std::mutex guard_;
  std::set<int> open_;
  bool finished_ = false;
};

} // namespace github_standin
