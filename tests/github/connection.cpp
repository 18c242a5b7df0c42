// SPDX-License-Identifier: Apache-2.0
#include "github/connection.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <sys/socket.h>

namespace github_standin {

namespace {

constexpr std::size_t buffer_bytes = 64U << 10U;

} // namespace

Connection::Connection(int socket, Exchange& exchange, StopSignal& stop)
    : socket_(socket),
      exchange_(exchange),
      stop_(stop) {}

// The socket's own time limits (SO_RCVTIMEO, SO_SNDTIMEO) end a wait that lasts too long.
bool Connection::is_readable() const {
  return true;
}

bool Connection::is_writable() const {
  return !exchange_.refused;
}

// A tenth of a second's worth, so that a slow transfer is even and not one long wait.
std::size_t Connection::portion(std::size_t wanted) const {
  const std::uint64_t rate = exchange_.bytes_per_second;
  return rate == 0 ? wanted : std::min<std::size_t>(wanted, std::max<std::size_t>(rate / 10, 1));
}

bool Connection::pace(std::size_t count) {
  const std::uint64_t rate = exchange_.bytes_per_second;
  return rate == 0 || stop_.wait_for(std::chrono::milliseconds(count * 1000 / rate));
}

ssize_t Connection::read(char* target, std::size_t most) {
  if (taken_ == ahead_.size()) {
    taken_ = 0;
    ahead_.resize(buffer_bytes);
    ssize_t count = 0;
    do {
      count = ::recv(socket_, ahead_.data(), ahead_.size(), 0);
    } while (count < 0 && errno == EINTR);
    ahead_.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
    if (count <= 0) {
      return count;
    }
  }
  std::size_t count = std::min(portion(most), ahead_.size() - taken_);
  if (exchange_.request_left) {
    count = std::min<std::size_t>(count, *exchange_.request_left);
    *exchange_.request_left -= count;
    if (count == 0) {
      exchange_.refused = true;
      return -1;
    }
  }
  std::memcpy(target, ahead_.data() + taken_, count);
  taken_ += count;
  return pace(count) ? static_cast<ssize_t>(count) : -1;
}

// How many of these bytes of the answer may leave. Its head always does, and comes in one piece.
std::size_t Connection::until_cut(std::string_view bytes) {
  if (!exchange_.answer_left) {
    return bytes.size();
  }
  std::size_t head = 0;
  if (!head_sent_) {
    head = std::min(bytes.find("\r\n\r\n"), bytes.size() - 4) + 4;
    head_sent_ = true;
  }
  const std::size_t body = std::min<std::size_t>(bytes.size() - head, *exchange_.answer_left);
  return head + body;
}

ssize_t Connection::write(const char* bytes, std::size_t count) {
  if (exchange_.refused) {
    return -1;
  }
  const bool in_body = head_sent_;
  const std::size_t allowed = until_cut({bytes, count});
  if (allowed == 0) {
    return -1;
  }
  ssize_t sent = 0;
  do {
    sent = ::send(socket_, bytes, portion(allowed), MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (exchange_.answer_left && in_body && sent > 0) {
    *exchange_.answer_left -= static_cast<std::uint64_t>(sent);
  }
  return sent < 0 || pace(static_cast<std::size_t>(sent)) ? sent : -1;
}

void Connection::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip = "127.0.0.1";
  port = 0;
}

void Connection::get_local_ip_and_port(std::string& ip, int& port) const {
  get_remote_ip_and_port(ip, port);
}

int Connection::socket() const {
  return socket_;
}

} // namespace github_standin
