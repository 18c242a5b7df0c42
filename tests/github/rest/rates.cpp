// SPDX-License-Identifier: Apache-2.0
#include "github/rest/rates.hpp"

namespace github_standin {

Rate& Rates::current(const std::string& resource) {
  Rate& rate = rates_[resource];
  if (const Moment time = now(); time >= rate.reset) {
    rate.used = 0;
    rate.reset = time + static_cast<Moment>(rate.window);
  }
  return rate;
}

Rate Rates::see(const std::string& resource) {
  const std::lock_guard lock(guard_);
  return current(resource);
}

bool Rates::take(const std::string& resource) {
  const std::lock_guard lock(guard_);
  Rate& rate = current(resource);
  if (rate.remaining() == 0) {
    return false;
  }
  ++rate.used;
  return true;
}

void Rates::give_back(const std::string& resource) {
  const std::lock_guard lock(guard_);
  Rate& rate = current(resource);
  rate.used -= rate.used > 0 ? 1 : 0;
}

void Rates::set(const std::string& resource, const Rate& rate) {
  const std::lock_guard lock(guard_);
  rates_[resource] = rate;
}

void Rates::forget() {
  const std::lock_guard lock(guard_);
  rates_.clear();
}

} // namespace github_standin
