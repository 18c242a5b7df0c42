// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/standin.hpp"

#include <filesystem>
#include <httplib.h>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace github_standin::test {

struct Answer {
  int status = 0; // 0: the connection ended without an answer
  std::string body;
  httplib::Headers headers;

  std::string header(const std::string& name) const;
};

// A stand-in of its own on loopback, in a folder of its own, and a client's calls to it.
class Rig {
public:
  Rig();
  ~Rig();
  Rig(const Rig&) = delete;
  Rig& operator=(const Rig&) = delete;

  void restart();

  std::filesystem::path folder() const { return folder_; }

  std::filesystem::path log() const { return folder_ / "log.jsonl"; }

  httplib::Client client() const;

  int port() const { return standin_->port(); }

  std::string other_url() const { return standin_->other_url(); }

  // By the control side, as the scripts do.
  std::string token(const std::vector<std::string>& scopes,
                    const std::string& lifetime = "1h") const;
  void plan(const std::string& faults) const;
  nlohmann::json control(const std::string& path) const;
  Answer post(const std::string& path, const std::string& body) const;

  Answer
  call(const std::string& method, const nlohmann::json& body, const std::string& token) const;
  Answer put(const std::string& url, const std::string& body, bool whole_blob = true) const;
  Answer get(const std::string& url, const httplib::Headers& headers = {}) const;

  // The three steps of a client; the address that the bytes went to.
  std::string
  save(const std::string& key, const std::string& bytes, const std::string& token) const;
  std::string reserve(const std::string& key, const std::string& token) const;
  // The key that a lookup with that restore key finds; empty at a miss.
  std::string matched(const std::string& key, const std::string& token) const;
  std::string download_url(const std::string& key, const std::string& token) const;

private:
  void start();

  std::filesystem::path folder_;
  std::unique_ptr<StandIn> standin_;
};

inline const std::string main_scope = "refs/heads/main=rw";

} // namespace github_standin::test
