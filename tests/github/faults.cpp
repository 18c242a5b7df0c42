// SPDX-License-Identifier: Apache-2.0
#include "github/faults.hpp"

#include "github/fault_effects.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace github_standin {

namespace {

bool kind_meets(FaultKind kind, const Exchange& exchange) {
  switch (kind) {
  case FaultKind::blob_missing:
    return exchange.route == "GetBlob";
  case FaultKind::write_denied:
    return exchange.route == "CreateCacheEntry";
  case FaultKind::index_upload_failure:
    return is_blob_route(exchange.route) && exchange.method == "PUT"
           && exchange.key.starts_with("index-");
  case FaultKind::token_expired:
    return !is_blob_route(exchange.route);
  default:
    return true;
  }
}

bool meets(const Fault& fault, const Exchange& exchange) {
  return kind_meets(fault.kind, exchange)
         && (fault.method.empty() || fault.method == exchange.method)
         && (fault.route.empty() || fault.route == exchange.route)
         && exchange.key.starts_with(fault.key_prefix);
}

} // namespace

bool is_blob_route(const std::string& route) {
  constexpr std::array<const char*, 4> routes{"GetBlob", "PutBlob", "PutBlock", "PutBlockList"};
  return std::ranges::find(routes, route) != routes.end();
}

void FaultPlan::replace(std::vector<Fault> faults) {
  const std::lock_guard lock(guard_);
  planned_.clear();
  for (Fault& fault : faults) {
    const std::uint64_t skip = fault.skip;
    const std::uint64_t count = fault.count;
    planned_.push_back({.fault = std::move(fault), .to_skip = skip, .left = count});
  }
}

void FaultPlan::set_other_host(std::string url) {
  const std::lock_guard lock(guard_);
  other_host_ = std::move(url);
}

std::string FaultPlan::other_host() const {
  const std::lock_guard lock(guard_);
  return other_host_;
}

std::optional<Fault> FaultPlan::take(const Exchange& exchange) {
  const std::lock_guard lock(guard_);
  for (Planned& planned : planned_) {
    const bool spent = planned.fault.count > 0 && planned.left == 0;
    if (spent || !meets(planned.fault, exchange)) {
      continue;
    }
    if (planned.to_skip > 0) {
      --planned.to_skip;
      continue;
    }
    planned.left -= planned.left > 0 ? 1 : 0;
    return planned.fault;
  }
  return std::nullopt;
}

bool inject(FaultPlan& plan, StopSignal& stop, httplib::Response& response) {
  Exchange& exchange = current_exchange();
  const std::optional<Fault> fault = plan.take(exchange);
  if (!fault) {
    return false;
  }
  exchange.fault = fault->name;
  if (fault->delay_ms > 0) {
    stop.wait_for(std::chrono::milliseconds(fault->delay_ms));
  }
  return suffer(*fault, exchange, plan.other_host(), response);
}

} // namespace github_standin
