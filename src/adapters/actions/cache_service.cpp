// SPDX-License-Identifier: Apache-2.0
#include "adapters/actions/cache_service.hpp"

#include "codec/parse_json.hpp"
#include "util/text.hpp"

#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <utility>

namespace tidegate::actions {
namespace {

// sha256 of "|go-actionscache-1.0": the version under which BuildKit's client stores everything
// (tonistiigi/go-actions-cache).
constexpr std::string_view cache_version =
    "693bb7016429d80366022f036f84856888c9f13e00145f5f6f4dce303a38d6f2";

std::string sha256_hex(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += fmt::format("{:02x}", digest.at(i));
  }
  return hex;
}

} // namespace

CacheService::CacheService(ports::Http& http, std::string results_url, std::string token)
    : http_(http),
      url_(std::move(results_url)),
      token_(std::move(token)) {
  while (url_.ends_with('/')) {
    url_.pop_back();
  }
}

std::string CacheService::index_key(const std::string& scope, const std::string& git_ref) {
  return fmt::format("index-{}-1-{}#", scope, sha256_hex(git_ref).substr(0, 8));
}

Result<std::optional<std::string>> CacheService::newest_index(const std::string& scope,
                                                              const std::string& git_ref) {
  const std::string key = index_key(scope, git_ref);
  const nlohmann::json body{{"key", key}, {"restore_keys", {key}}, {"version", cache_version}};
  ports::HttpRequest request;
  request.method = "POST";
  request.url = url_ + "/twirp/github.actions.results.api.v1.CacheService/GetCacheEntryDownloadURL";
  request.headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer " + token_}};
  request.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  const auto answer = http_.send(request);
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  const auto json = codec::parse_json(answer->body);
  if (answer->status != 200 || !json.is_object()) {
    return failed(
        Error::Kind::external,
        fmt::format("the cache service answered a look-up with status {}", answer->status));
  }
  const auto matched = json.find("matched_key");
  const bool hit =
      json.contains("ok") && json["ok"] == true && matched != json.end() && matched->is_string();
  return hit ? std::optional(matched->get<std::string>()) : std::nullopt;
}

} // namespace tidegate::actions
