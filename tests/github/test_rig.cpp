// SPDX-License-Identifier: Apache-2.0
#include "github/test_rig.hpp"

#include "github/json_fields.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace github_standin::test {

using nlohmann::json;
namespace fs = std::filesystem;

namespace {

const std::string version = "v1";

Answer to_answer(const httplib::Result& result) {
  return result ? Answer{.status = result->status, .body = result->body, .headers = result->headers}
                : Answer();
}

// The addresses are absolute; the client has the host already.
std::string path_of(const std::string& url) {
  const std::size_t host = url.find("://") + 3;
  return url.substr(url.find('/', host));
}

} // namespace

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

Rig::Rig() {
  std::string name = (fs::temp_directory_path() / "standin-test-XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  folder_ = name;
  start();
}

Rig::~Rig() {
  standin_.reset();
  std::error_code error;
  fs::remove_all(folder_, error);
}

void Rig::start() {
  auto started = StandIn::start({.folder = folder_, .log = log()});
  REQUIRE(started.has_value());
  standin_ = std::move(*started);
}

void Rig::restart() {
  standin_.reset();
  start();
}

httplib::Client Rig::client() const {
  return httplib::Client("127.0.0.1", standin_->port());
}

std::string Rig::token(const std::vector<std::string>& scopes, const std::string& lifetime) const {
  const Answer answer =
      post("/_control/token", to_line({{"scopes", scopes}, {"lifetime", lifetime}}));
  REQUIRE(answer.status == 200);
  return text_of(parse_object(answer.body), "token");
}

void Rig::plan(const std::string& faults) const {
  REQUIRE(post("/_control/faults", faults).status == 200);
}

json Rig::control(const std::string& path) const {
  return parse_any(to_answer(client().Get("/_control/" + path)).body);
}

Answer Rig::post(const std::string& path, const std::string& body) const {
  return to_answer(client().Post(path, body, "application/json"));
}

Answer Rig::call(const std::string& method, const json& body, const std::string& token) const {
  return to_answer(client().Post("/twirp/github.actions.results.api.v1.CacheService/" + method,
                                 {{"Authorization", "Bearer " + token}},
                                 to_line(body),
                                 "application/json"));
}

Answer Rig::put(const std::string& url, const std::string& body, bool whole_blob) const {
  httplib::Headers headers;
  if (whole_blob) {
    headers.emplace("x-ms-blob-type", "BlockBlob");
  }
  return to_answer(client().Put(path_of(url), headers, body, "application/octet-stream"));
}

Answer Rig::get(const std::string& url, const httplib::Headers& headers) const {
  return to_answer(client().Get(path_of(url), headers));
}

std::string Rig::reserve(const std::string& key, const std::string& token) const {
  const Answer answer = call("CreateCacheEntry", {{"key", key}, {"version", version}}, token);
  return text_of(parse_object(answer.body), "signed_upload_url");
}

std::string
Rig::save(const std::string& key, const std::string& bytes, const std::string& token) const {
  std::string url = reserve(key, token);
  REQUIRE(put(url, bytes).status == 201);
  const Answer answer = call("FinalizeCacheEntryUpload",
                             {{"key", key}, {"version", version}, {"size_bytes", bytes.size()}},
                             token);
  REQUIRE(answer.status == 200);
  return url;
}

std::string Rig::matched(const std::string& key, const std::string& token) const {
  const Answer answer =
      call("GetCacheEntryDownloadURL",
           {{"key", key}, {"version", version}, {"restore_keys", json::array({key})}},
           token);
  return text_of(parse_object(answer.body), "matched_key");
}

std::string Rig::download_url(const std::string& key, const std::string& token) const {
  const Answer answer =
      call("GetCacheEntryDownloadURL", {{"key", key}, {"version", version}}, token);
  return text_of(parse_object(answer.body), "signed_download_url");
}

} // namespace github_standin::test
