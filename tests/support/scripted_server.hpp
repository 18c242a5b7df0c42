// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <doctest/doctest.h>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace tidegate::test {

// A server on loopback that says, byte for byte, what the test tells it to: one answer for each
// connection, after the head of its request came in; then it hangs up. The last answer repeats.
// An empty answer keeps the connection open and says nothing.
class ScriptedServer {
public:
  explicit ScriptedServer(std::vector<std::string> answers)
      : answers_(std::move(answers)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* const plain = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address);
    REQUIRE(bind(listener_, plain, size) == 0);
    REQUIRE(listen(listener_, 8) == 0);
    REQUIRE(getsockname(listener_, plain, &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }

  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ScriptedServer(ScriptedServer&&) = delete;
  ScriptedServer& operator=(ScriptedServer&&) = delete;

  ~ScriptedServer() {
    done_ = true;
    thread_.join();
    for (const int fd : silent_) {
      close(fd);
    }
    close(listener_);
  }

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  // The heads of the requests so far.
  std::vector<std::string> requests() {
    const std::lock_guard lock(guard_);
    return requests_;
  }

private:
  void serve() {
    while (!done_) {
      pollfd ready{.fd = listener_, .events = POLLIN, .revents = 0};
      if (poll(&ready, 1, 20) > 0) {
        answer(accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC));
      }
    }
  }

  void answer(int fd) {
    std::string head;
    std::array<char, 4096> piece{};
    while (head.find("\r\n\r\n") == std::string::npos) {
      const ssize_t got = read(fd, piece.data(), piece.size());
      if (got <= 0) {
        break;
      }
      head.append(piece.data(), static_cast<std::size_t>(got));
    }
    const std::lock_guard lock(guard_);
    const std::size_t number = std::min(requests_.size(), answers_.size() - 1);
    requests_.push_back(head);
    const std::string& text = answers_[number];
    if (text.empty()) {
      silent_.push_back(fd);
      return;
    }
    // Who was told too much has hung up already: no SIGPIPE, no error.
    for (std::size_t sent = 0; sent < text.size();) {
      const ssize_t put = send(fd, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
      if (put <= 0) {
        break;
      }
      sent += static_cast<std::size_t>(put);
    }
    close(fd);
  }

  int listener_{-1};
  int port_{0};
  std::atomic<bool> done_{false};
  std::mutex guard_;
  std::vector<std::string> answers_;
  std::vector<std::string> requests_;
  std::vector<int> silent_;
  std::thread thread_;
};

} // namespace tidegate::test
