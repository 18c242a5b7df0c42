// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/runtime_token.hpp"
#include "github/standin.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

namespace github_standin {

struct Serve {
  StandInOptions server;
  std::filesystem::path ready_file; // empty: none
};

struct IssueToken {
  std::vector<ScopeRight> scopes;
  std::chrono::seconds lifetime = std::chrono::hours(6);
};

// One request to a running stand-in, so that scripts need no HTTP client of their own.
struct Control {
  std::string url;
  std::string path;
  bool post = false; // the body is read from stdin
};

using Command = std::variant<Serve, IssueToken, Control>;

tl::expected<Command, std::string> parse_command(const std::vector<std::string_view>& arguments);

extern const char* const usage;

} // namespace github_standin
