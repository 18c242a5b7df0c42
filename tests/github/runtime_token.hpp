// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace github_standin {

struct ScopeRight {
  std::string scope;
  bool readable = false;
  bool writable = false;
};

// What ACTIONS_RUNTIME_TOKEN says about the cache. Nobody signs it here: no client of the cache
// checks a signature, and the stand-in protects nothing.
struct RuntimeToken {
  std::vector<ScopeRight> scopes;
  std::int64_t issued_at = 0;
  std::int64_t not_before = 0;
  std::int64_t expires = 0;
};

// "refs/heads/main=rw"; the rights are r, w, rw or nothing.
tl::expected<ScopeRight, std::string> parse_scope_right(std::string_view text);
// "6h", "90s", "15m", "2d"; a leading minus makes a token that has expired already.
tl::expected<std::chrono::seconds, std::string> parse_lifetime(std::string_view text);

RuntimeToken
make_token(std::vector<ScopeRight> scopes, std::int64_t now, std::chrono::seconds lifetime);
std::string to_jwt(const RuntimeToken& token);
tl::expected<RuntimeToken, std::string> parse_jwt(std::string_view jwt);
// Why the token does not hold at that time; empty where it does.
std::string time_complaint(const RuntimeToken& token, std::int64_t now);

// In the order of the claim: a run's own ref comes before the branch that it falls back to.
std::vector<std::string> readable_scopes(const RuntimeToken& token);
// The last one, as BuildKit chooses the scope that names its index.
std::optional<std::string> writable_scope(const RuntimeToken& token);

} // namespace github_standin
