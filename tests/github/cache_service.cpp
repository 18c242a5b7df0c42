// SPDX-License-Identifier: Apache-2.0
#include "github/cache_service.hpp"

#include "github/blob_routes.hpp"
#include "github/json_fields.hpp"
#include "github/replies.hpp"
#include "github/runtime_token.hpp"

#include <algorithm>
#include <ctime>
#include <nlohmann/json.hpp>
#include <utility>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr std::size_t longest_key = 512;

struct Call {
  const Parts& parts;
  const RuntimeToken& token;
  const json& body;
  httplib::Response& response;
};

std::string key_complaint(const std::string& key, const std::string& version) {
  if (key.empty() || version.empty()) {
    return "key and version must be set";
  }
  if (key.size() > longest_key) {
    return "key is longer than 512 characters";
  }
  return key.find(',') == std::string::npos ? "" : "key must not hold commas";
}

// The entry that the call may write; answers the call itself where there is none.
std::optional<CacheName> writable_name(const Call& call) {
  CacheName name{.key = text_of(call.body, "key"),
                 .version = text_of(call.body, "version"),
                 .scope = writable_scope(call.token).value_or("")};
  const std::string complaint = key_complaint(name.key, name.version);
  if (!complaint.empty()) {
    reply_twirp_error(call.response, 400, complaint);
    return std::nullopt;
  }
  if (!writable_scope(call.token)) {
    reply_json(call.response, {{"ok", false}, {"message", write_denied_message}});
    return std::nullopt;
  }
  current_exchange().scope = name.scope;
  return name;
}

void create_entry(const Call& call) {
  const auto name = writable_name(call);
  if (!name) {
    return;
  }
  const auto entry = call.parts.index.reserve(*name);
  if (entry) {
    reply_json(call.response,
               {{"ok", true},
                {"signed_upload_url",
                 signed_url(call.parts.server.url(), entry->id, entry->upload_signature)}});
  } else if (entry.error() == IndexError::already_exists) {
    reply_twirp_error(
        call.response, 409, "cache entry with the same key, version and scope exists");
  } else {
    reply_twirp_error(call.response, 500, "the entry could not be stored");
  }
}

// BuildKit writes size_bytes as a number, @actions/cache as a string. A size that is not what was
// uploaded is refused: a client that miscounts must not look right here.
void finalise_entry(const Call& call) {
  const auto name = writable_name(call);
  if (!name) {
    return;
  }
  const auto size = number_of(call.body, "size_bytes");
  const auto reserved = call.parts.index.by_name(*name);
  if (!reserved) {
    reply_twirp_error(call.response, 404, "cache entry was not reserved");
    return;
  }
  const auto blob = call.parts.blobs.open_blob(reserved->id);
  if (!blob || !size || blob->size != *size) {
    reply_twirp_error(call.response, 400, "size_bytes is not the size of the upload");
    return;
  }
  const auto entry = call.parts.index.finalise(*name, *size);
  if (!entry) {
    reply_twirp_error(call.response, 500, "the entry could not be stored");
    return;
  }
  reply_json(call.response, {{"ok", true}, {"entry_id", std::to_string(entry->id)}});
}

// Only restore keys match as prefixes: that is why BuildKit sends its key as a restore key too.
void download_url(const Call& call) {
  const CacheQuery query{.key = text_of(call.body, "key"),
                         .restore_keys = texts_of(call.body, "restore_keys"),
                         .version = text_of(call.body, "version"),
                         .scopes = readable_scopes(call.token)};
  if (query.scopes.empty()) {
    reply_json(call.response,
               {{"ok", false}, {"message", "cache read denied: token has no readable scopes"}});
    return;
  }
  const auto entry = call.parts.index.find(query);
  if (!entry) {
    reply_json(call.response, {{"ok", false}, {"signed_download_url", ""}, {"matched_key", ""}});
    return;
  }
  current_exchange().scope = entry->scope;
  reply_json(call.response,
             {{"ok", true},
              {"signed_download_url",
               signed_url(call.parts.server.url(), entry->id, entry->download_signature)},
              {"matched_key", entry->key}});
}

tl::expected<RuntimeToken, std::string> bearer(const httplib::Request& request) {
  constexpr std::string_view scheme = "Bearer ";
  const std::string header = request.get_header_value("Authorization");
  if (!header.starts_with(scheme)) {
    return tl::unexpected(std::string("missing bearer token"));
  }
  auto token = parse_jwt(std::string_view(header).substr(scheme.size()));
  if (token) {
    const std::string complaint = time_complaint(*token, std::time(nullptr));
    if (!complaint.empty()) {
      return tl::unexpected(complaint);
    }
  }
  return token;
}

using Method = void (*)(const Call&);

void add_method(const Parts& parts, const std::string& name, Method method) {
  parts.server.Post(
      R"(/twirp/github\.actions\.results\.api\.v1\.CacheService/)" + name,
      [parts, name, method](const httplib::Request& request, httplib::Response& response) {
        const json body = parse_object(request.body);
        current_exchange().route = name;
        current_exchange().key = text_of(body, "key");
        if (inject(parts.faults, parts.server.stop_signal(), response)) {
          return;
        }
        const auto token = bearer(request);
        if (!token) {
          reply_twirp_error(response, 401, token.error());
          return;
        }
        method({parts, *token, body, response});
      });
}

} // namespace

void add_cache_service(const Parts& parts) {
  add_method(parts, "CreateCacheEntry", create_entry);
  add_method(parts, "FinalizeCacheEntryUpload", finalise_entry);
  add_method(parts, "GetCacheEntryDownloadURL", download_url);
}

} // namespace github_standin
