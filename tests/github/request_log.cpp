// SPDX-License-Identifier: Apache-2.0
#include "github/request_log.hpp"

#include "github/json_fields.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace github_standin {

namespace {

constexpr std::size_t most_lines = 10'000;

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

} // namespace

RequestLog::RequestLog(int file)
    : file_(file) {}

RequestLog::~RequestLog() {
  if (file_ >= 0) {
    ::close(file_);
  }
}

tl::expected<std::unique_ptr<RequestLog>, std::string>
RequestLog::open(const std::filesystem::path& path) {
  int file = -1;
  if (!path.empty()) {
    file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (file < 0) {
      return tl::unexpected("cannot open the log " + path.string() + ": " + std::strerror(errno));
    }
  }
  return std::unique_ptr<RequestLog>(new RequestLog(file));
}

void RequestLog::append(const Exchange& exchange) {
  const std::string line = to_line({{"time_ms", now_ms()},
                                    {"method", exchange.method},
                                    {"route", exchange.route},
                                    {"key", exchange.key},
                                    {"scope", exchange.scope},
                                    {"host", exchange.host},
                                    {"token", exchange.token},
                                    {"status", exchange.status},
                                    {"counted", exchange.counted},
                                    {"fault", exchange.fault}});
  const std::lock_guard lock(guard_);
  if (file_ >= 0) {
    // A log that cannot be written must not change what the clients see.
    [[maybe_unused]] const ssize_t count = ::write(file_, (line + "\n").data(), line.size() + 1);
  }
  if (exchange.control) {
    return;
  }
  tally_.add(exchange);
  recent_.push_back(line);
  if (recent_.size() > most_lines) {
    recent_.pop_front();
  }
}

std::vector<std::string> RequestLog::lines() const {
  const std::lock_guard lock(guard_);
  return {recent_.begin(), recent_.end()};
}

Tally RequestLog::tally() const {
  const std::lock_guard lock(guard_);
  return tally_;
}

void RequestLog::forget() {
  const std::lock_guard lock(guard_);
  tally_ = {};
  recent_.clear();
}

} // namespace github_standin
