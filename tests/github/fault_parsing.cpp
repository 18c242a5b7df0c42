// SPDX-License-Identifier: Apache-2.0
#include "github/faults.hpp"
#include "github/json_fields.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::array<std::pair<std::string_view, FaultKind>, 17> kinds{{
    {"refuse", FaultKind::refuse},
    {"status", FaultKind::status},
    {"blob_missing", FaultKind::blob_missing},
    {"slow", FaultKind::slow},
    {"write_denied", FaultKind::write_denied},
    {"index_upload_failure", FaultKind::index_upload_failure},
    {"token_expired", FaultKind::token_expired},
    {"secondary_limit", FaultKind::secondary_limit},
    {"cut", FaultKind::cut},
    {"cut_upload", FaultKind::cut_upload},
    {"body", FaultKind::body},
    {"truncated", FaultKind::truncated},
    {"redirect", FaultKind::redirect},
    {"not_modified", FaultKind::not_modified},
    {"huge", FaultKind::huge},
    {"endless", FaultKind::endless},
    {"repeated_page", FaultKind::repeated_page},
}};

// What `status` is where the fault does not say.
int usual_status(FaultKind kind) {
  switch (kind) {
  case FaultKind::body:
    return 200;
  case FaultKind::redirect:
    return 302;
  case FaultKind::secondary_limit:
    return 403;
  default:
    return 500;
  }
}

bool status_fits(FaultKind kind, int status) {
  switch (kind) {
  case FaultKind::body:
    return status >= 200 && status <= 599;
  case FaultKind::redirect:
    return status >= 301 && status <= 308;
  default:
    return status >= 400 && status <= 599;
  }
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
  std::string unknown = unknown_key(item,
                                    {"kind",
                                     "status",
                                     "retry_after",
                                     "delay_ms",
                                     "bytes_per_second",
                                     "after_bytes",
                                     "bytes",
                                     "chunked",
                                     "body",
                                     "location",
                                     "skip",
                                     "count",
                                     "match"});
  if (unknown.empty()) {
    unknown = unknown_key(match, {"method", "route", "key_prefix"});
  }
  if (!unknown.empty()) {
    return tl::unexpected("\"" + unknown + "\" is no field of a fault");
  }
  Fault fault{.name = text_of(item, "kind"),
              .retry_after = number_of(item, "retry_after"),
              .delay_ms = number_of(item, "delay_ms").value_or(0),
              .bytes_per_second = number_of(item, "bytes_per_second").value_or(0),
              .after_bytes = number_of(item, "after_bytes").value_or(0),
              .bytes = number_of(item, "bytes").value_or(2ULL << 30U),
              .chunked = flag_of(item, "chunked"),
              .body = text_of(item, "body"),
              .location = text_of(item, "location"),
              .method = text_of(match, "method"),
              .route = text_of(match, "route"),
              .key_prefix = text_of(match, "key_prefix"),
              .skip = number_of(item, "skip").value_or(0),
              .count = number_of(item, "count").value_or(0)};
  const auto* const kind =
      std::ranges::find_if(kinds, [&](const auto& known) { return known.first == fault.name; });
  if (kind == kinds.end()) {
    return tl::unexpected("\"" + fault.name + "\" is no kind of fault");
  }
  fault.kind = kind->second;
  const auto usual = static_cast<std::uint64_t>(usual_status(fault.kind));
  fault.status =
      static_cast<int>(std::min<std::uint64_t>(number_of(item, "status").value_or(usual), 999));
  if (!status_fits(fault.kind, fault.status)) {
    return tl::unexpected("\"" + fault.name + "\" cannot have that status");
  }
  return fault;
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

} // namespace github_standin
