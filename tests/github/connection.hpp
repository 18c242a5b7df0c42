// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/exchange.hpp"

#include <httplib.h>
#include <string>
#include <string_view>

namespace github_standin {

// The socket of one exchange. It does what httplib's own stream cannot: say nothing at all where
// the exchange is refused, stop in the middle where it is to be cut, and go no faster than the
// exchange may, in both directions.
class Connection : public httplib::Stream {
public:
  Connection(int socket, Exchange& exchange, StopSignal& stop);

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* target, std::size_t most) override;
  ssize_t write(const char* bytes, std::size_t count) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  int socket() const override;

private:
  bool pace(std::size_t count);
  std::size_t portion(std::size_t wanted) const;
  std::size_t until_cut(std::string_view bytes);

  int socket_;
  Exchange& exchange_;
  StopSignal& stop_;
  std::string ahead_; // received, not yet asked for: httplib reads the head byte by byte
  std::size_t taken_ = 0;
  bool head_sent_ = false;
};

} // namespace github_standin
