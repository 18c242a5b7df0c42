// SPDX-License-Identifier: Apache-2.0
#include "github/faults.hpp"

#include "github/json_fields.hpp"
#include "github/replies.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace github_standin {

using nlohmann::json;

const char* const write_denied_message = "cache write denied: token has no writable scopes";

namespace {

constexpr std::array<std::pair<std::string_view, FaultKind>, 7> kinds{{
    {"refuse", FaultKind::refuse},
    {"status", FaultKind::status},
    {"blob_missing", FaultKind::blob_missing},
    {"slow", FaultKind::slow},
    {"write_denied", FaultKind::write_denied},
    {"index_upload_failure", FaultKind::index_upload_failure},
    {"token_expired", FaultKind::token_expired},
}};

bool is_blob_route(const std::string& route) {
  return route == "GetBlob" || route.starts_with("Put");
}

bool kind_meets(FaultKind kind, const Exchange& exchange) {
  switch (kind) {
  case FaultKind::blob_missing:
    return exchange.route == "GetBlob";
  case FaultKind::write_denied:
    return exchange.route == "CreateCacheEntry";
  case FaultKind::index_upload_failure:
    return exchange.route.starts_with("Put") && exchange.key.starts_with("index-");
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

// A misspelt key would make a fault that never comes, and a test that passes for nothing.
std::string unknown_key(const json& object, std::initializer_list<std::string_view> known) {
  for (const auto& item : object.items()) {
    if (std::ranges::find(known, item.key()) == known.end()) {
      return item.key();
    }
  }
  return "";
}

tl::expected<Fault, std::string> parse_fault(const json& item) {
  const json match = item.contains("match") ? item["match"] : json::object();
  if (!match.is_object()) {
    return tl::unexpected(std::string("\"match\" must be an object"));
  }
  std::string unknown = unknown_key(
      item, {"kind", "status", "retry_after", "delay_ms", "bytes_per_second", "count", "match"});
  if (unknown.empty()) {
    unknown = unknown_key(match, {"method", "route", "key_prefix"});
  }
  if (!unknown.empty()) {
    return tl::unexpected("\"" + unknown + "\" is no field of a fault");
  }
  Fault fault{.name = text_of(item, "kind"),
              .status = static_cast<int>(number_of(item, "status").value_or(500)),
              .retry_after = number_of(item, "retry_after"),
              .delay_ms = number_of(item, "delay_ms").value_or(0),
              .bytes_per_second = number_of(item, "bytes_per_second").value_or(0),
              .method = text_of(match, "method"),
              .route = text_of(match, "route"),
              .key_prefix = text_of(match, "key_prefix"),
              .count = number_of(item, "count").value_or(0)};
  const auto* const kind =
      std::ranges::find_if(kinds, [&](const auto& known) { return known.first == fault.name; });
  if (kind == kinds.end()) {
    return tl::unexpected("\"" + fault.name + "\" is no kind of fault");
  }
  fault.kind = kind->second;
  if (fault.status < 400 || fault.status > 599) {
    return tl::unexpected(std::string("\"status\" must be from 400 to 599"));
  }
  return fault;
}

std::string azure_code(int status) {
  if (status == 403) {
    return "AuthenticationFailed";
  }
  return status == 429 || status == 503 ? "ServerBusy" : "InternalError";
}

void reply_status(const Fault& fault, const Exchange& exchange, httplib::Response& response) {
  if (fault.retry_after) {
    response.set_header("Retry-After", std::to_string(*fault.retry_after));
  }
  if (is_blob_route(exchange.route)) {
    reply_azure_error(
        response, fault.status, azure_code(fault.status), "fault injected by the stand-in");
  } else {
    reply_twirp_error(response, fault.status, "fault injected by the stand-in");
  }
}

// True where the fault was the whole answer.
bool suffer(const Fault& fault, Exchange& exchange, httplib::Response& response) {
  switch (fault.kind) {
  case FaultKind::refuse:
    exchange.refused = true;
    response.status = 500;
    return true;
  case FaultKind::status:
    reply_status(fault, exchange, response);
    return true;
  case FaultKind::blob_missing:
    reply_azure_error(response, 404, "BlobNotFound", "The specified blob does not exist.");
    return true;
  case FaultKind::write_denied:
    reply_json(response, {{"ok", false}, {"message", write_denied_message}});
    return true;
  case FaultKind::index_upload_failure:
    reply_azure_error(response, 403, "AuthenticationFailed", "fault injected by the stand-in");
    return true;
  case FaultKind::token_expired:
    reply_twirp_error(response, 401, "token expired");
    return true;
  case FaultKind::slow:
    break;
  }
  exchange.bytes_per_second = fault.bytes_per_second;
  return false;
}

} // namespace

tl::expected<std::vector<Fault>, std::string> parse_faults(std::string_view text) {
  const json list = parse_any(text);
  if (!list.is_array()) {
    return tl::unexpected(std::string("expected a JSON list of faults"));
  }
  std::vector<Fault> faults;
  for (const json& item : list) {
    auto fault =
        item.is_object() ? parse_fault(item) : tl::unexpected(std::string("expected an object"));
    if (!fault) {
      return tl::unexpected("fault " + std::to_string(faults.size() + 1) + ": " + fault.error());
    }
    faults.push_back(std::move(*fault));
  }
  return faults;
}

void FaultPlan::replace(std::vector<Fault> faults) {
  const std::lock_guard lock(guard_);
  planned_.clear();
  for (Fault& fault : faults) {
    const std::uint64_t count = fault.count;
    planned_.push_back({.fault = std::move(fault), .left = count});
  }
}

std::optional<Fault> FaultPlan::take(const Exchange& exchange) {
  const std::lock_guard lock(guard_);
  const auto found = std::ranges::find_if(planned_, [&](const Planned& planned) {
    return meets(planned.fault, exchange) && (planned.fault.count == 0 || planned.left > 0);
  });
  if (found == planned_.end()) {
    return std::nullopt;
  }
  if (found->left > 0) {
    --found->left;
  }
  return found->fault;
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
  return suffer(*fault, exchange, response);
}

} // namespace github_standin
