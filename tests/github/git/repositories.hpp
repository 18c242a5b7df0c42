// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/git/child.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace github_standin {

struct RepositoryOptions {
  bool is_private = true; // a public one can be read without a token
  bool filter = true;     // uploadpack.allowFilter
  bool any_sha1 = true;   // uploadpack.allowAnySHA1InWant
  std::string default_branch = "main";
  std::vector<std::string> protected_refs{}; // "refs/heads/main": no push reaches them
};

// The bare repositories below one folder: OWNER/NAME.git. What an earlier server left there counts.
// Every function may be called from any thread.
class Repositories {
public:
  static tl::expected<std::unique_ptr<Repositories>, std::string>
  open(const std::filesystem::path& folder);

  // Makes it, or gives an existing one these options.
  tl::expected<void, std::string> set(const std::string& name, const RepositoryOptions& options);
  // Removes all of them.
  void forget();
  std::optional<RepositoryOptions> find(std::string_view name) const;
  std::map<std::string, RepositoryOptions> all() const;

  std::filesystem::path folder() const { return folder_; }

  std::filesystem::path path_of(const std::string& name) const;

  // One command of git in that repository.
  Outcome git(const std::string& name,
              std::vector<std::string> arguments,
              std::string_view input = {},
              std::vector<std::string> environment = {}) const;

private:
  explicit Repositories(std::filesystem::path folder);
  void load();

  std::filesystem::path folder_;
  mutable std::mutex guard_;
  std::map<std::string, RepositoryOptions, std::less<>> known_;
};

// "owner/name" as GitHub allows it, and never another path.
bool is_repository_name(std::string_view name);

// No configuration of this machine or user changes what git does.
std::vector<std::string> git_environment();

} // namespace github_standin
