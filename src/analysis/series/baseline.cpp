// SPDX-License-Identifier: Apache-2.0
#include "analysis/series/baseline.hpp"

#include <algorithm>

namespace tidegate::analysis {

void Baseline::push(LoggedBuild build) {
  window_.push(build.value);
  hosts_.push(build.host);
  count(build.host);
  sort_in(build);
  if (window_.size() > most_) {
    drop_oldest();
  }
  feed_anchor(build.value);
}

// Only where it is asked for: it costs as much as the rest.
void Baseline::sort_in(LoggedBuild build) {
  if (!is_mixed()) {
    by_host_.clear();
    return;
  }
  if (by_host_.empty()) {
    sort_all();
    return;
  }
  auto place = std::ranges::lower_bound(by_host_, build.host, {}, &HostBuilds::host);
  if (place == by_host_.end() || place->host != build.host) {
    place = by_host_.insert(place, {.host = build.host, .sorted = {}});
  }
  auto& values = place->sorted;
  values.insert(values.begin() + smaller_than(build.value, values), build.value);
}

void Baseline::take_out(LoggedBuild build) {
  const auto place = std::ranges::lower_bound(by_host_, build.host, {}, &HostBuilds::host);
  place->sorted.erase(place->sorted.begin() + smaller_than(build.value, place->sorted));
  if (place->sorted.empty()) {
    by_host_.erase(place);
  }
}

void Baseline::sort_all() {
  auto builds = this->builds();
  std::ranges::sort(builds, [](const LoggedBuild& one, const LoggedBuild& other) {
    return one.host != other.host ? one.host < other.host : one.value < other.value;
  });
  for (const auto& build : builds) {
    if (by_host_.empty() || by_host_.back().host != build.host) {
      by_host_.push_back({.host = build.host, .sorted = {}});
    }
    by_host_.back().sorted.push_back(build.value);
  }
}

void Baseline::count(std::size_t host) {
  of_host_.resize(std::max(of_host_.size(), host + 1));
  kinds_of_hosts_ += of_host_[host]++ == 0 ? 1U : 0U;
}

void Baseline::drop_oldest() {
  if (!by_host_.empty()) {
    take_out({.value = window_.values().front(), .host = hosts().front()});
  }
  window_.pop_oldest();
  kinds_of_hosts_ -= --of_host_[hosts().front()] == 0 ? 1U : 0U;
  hosts_.pop();
  ++left_behind_;
}

void Baseline::feed_anchor(double value) {
  constexpr std::size_t least = 10;
  if (first_.size() == anchor_builds_) {
    return;
  }
  first_.push(value);
  if (first_.size() >= least) {
    anchor_ = first_.median();
  }
}

void Baseline::forget() {
  left_behind_ += size();
  window_.clear();
  hosts_.clear();
  by_host_.clear();
  of_host_.clear();
  kinds_of_hosts_ = 0;
  restart_anchor();
}

void Baseline::refill(const std::vector<LoggedBuild>& builds) {
  const std::size_t dropped = builds.size() - std::min(builds.size(), most_);
  const std::size_t older = left_behind_ + dropped;
  forget();
  left_behind_ = older; // the others are here again
  for (std::size_t i = dropped; i < builds.size(); ++i) {
    push(builds[i]);
  }
}

void Baseline::restart_anchor() {
  first_.clear();
  anchor_.reset();
}

std::vector<LoggedBuild> Baseline::builds() const {
  std::vector<LoggedBuild> builds;
  builds.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) {
    builds.push_back({.value = window_.values()[i], .host = hosts()[i]});
  }
  return builds;
}

std::size_t Baseline::of_host(std::size_t host) const {
  return host < of_host_.size() ? of_host_[host] : 0;
}

} // namespace tidegate::analysis
