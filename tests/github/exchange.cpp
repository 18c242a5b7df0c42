// SPDX-License-Identifier: Apache-2.0
#include "github/exchange.hpp"

namespace github_standin {

Exchange& current_exchange() {
  thread_local Exchange exchange;
  return exchange;
}

void StopSignal::raise() {
  {
    const std::lock_guard lock(guard_);
    raised_ = true;
  }
  changed_.notify_all();
}

bool StopSignal::wait_for(std::chrono::milliseconds time) {
  std::unique_lock lock(guard_);
  return !changed_.wait_for(lock, time, [this] { return raised_; });
}

} // namespace github_standin
