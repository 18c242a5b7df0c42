// SPDX-License-Identifier: Apache-2.0
#include "github/git/repositories.hpp"

#include "github/json_fields.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace github_standin {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

// In the words of GitHub's refusal.
constexpr const char* protection_hook = R"(#!/bin/sh
refused=0
while read -r _ _ ref; do
  grep -Fxq -- "$ref" "$GIT_DIR/standin-protected" || continue
  echo "error: GH006: Protected branch update failed for $ref." >&2
  echo "error: Changes must be made through a pull request." >&2
  refused=1
done
exit $refused
)";

bool is_part(std::string_view part) {
  constexpr std::size_t longest = 100;
  return !part.empty() && part.size() <= longest && part.front() != '.' && part.front() != '-'
         && std::ranges::all_of(part, [](unsigned char letter) {
              return std::isalnum(letter) != 0 || letter == '.' || letter == '-' || letter == '_';
            });
}

json described(const std::string& name, const RepositoryOptions& options) {
  return {{"name", name},
          {"private", options.is_private},
          {"filter", options.filter},
          {"any_sha1", options.any_sha1},
          {"default_branch", options.default_branch},
          {"protected", options.protected_refs}};
}

RepositoryOptions options_of(const json& stored) {
  return {.is_private = flag_of(stored, "private"),
          .filter = flag_of(stored, "filter"),
          .any_sha1 = flag_of(stored, "any_sha1"),
          .default_branch = text_of(stored, "default_branch"),
          .protected_refs = texts_of(stored, "protected")};
}

bool write_file(const fs::path& path, const std::string& text, mode_t mode = 0644) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << text;
  stream.close();
  return stream && ::chmod(path.c_str(), mode) == 0;
}

bool protect(const fs::path& repository, const std::vector<std::string>& refs) {
  std::error_code error;
  fs::create_directories(repository / "hooks", error);
  if (refs.empty()) {
    fs::remove(repository / "hooks/pre-receive", error);
    return !error;
  }
  std::string lines;
  for (const std::string& ref : refs) {
    lines += ref + "\n";
  }
  return write_file(repository / "standin-protected", lines)
         && write_file(repository / "hooks/pre-receive", protection_hook, 0755);
}

// Without automatic repacking: tests measure what was written.
std::string configuration(const RepositoryOptions& options) {
  const auto word = [](bool yes) { return yes ? "true\n" : "false\n"; };
  return std::string("[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = true\n")
         + "\tfsync = none\n[gc]\n\tauto = 0\n[receive]\n\tautogc = false\n"
         + "[http]\n\treceivepack = true\n[uploadpack]\n\tallowFilter = " + word(options.filter)
         + "\tallowAnySHA1InWant = " + word(options.any_sha1);
}

} // namespace

bool is_repository_name(std::string_view name) {
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && is_part(name.substr(0, slash))
         && is_part(name.substr(slash + 1));
}

std::vector<std::string> git_environment() {
  return {"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_TERMINAL_PROMPT=0"};
}

Repositories::Repositories(fs::path folder)
    : folder_(std::move(folder)) {}

tl::expected<std::unique_ptr<Repositories>, std::string>
Repositories::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return tl::unexpected("cannot make " + folder.string() + ": " + error.message());
  }
  // Absolute: git's own working directory is not ours.
  std::unique_ptr<Repositories> repositories(new Repositories(fs::absolute(folder, error)));
  repositories->load();
  return repositories;
}

void Repositories::load() {
  std::error_code error;
  for (const auto& owner : fs::directory_iterator(folder_, error)) {
    for (const auto& repository : fs::directory_iterator(owner.path(), error)) {
      std::ifstream stream(repository.path() / "standin.json", std::ios::binary);
      const json stored = parse_object(std::string{std::istreambuf_iterator<char>(stream), {}});
      if (const std::string name = text_of(stored, "name"); is_repository_name(name)) {
        known_[name] = options_of(stored);
      }
    }
  }
}

fs::path Repositories::path_of(const std::string& name) const {
  return folder_ / (name + ".git");
}

tl::expected<void, std::string> Repositories::set(const std::string& name,
                                                  const RepositoryOptions& options) {
  if (!is_repository_name(name)) {
    return tl::unexpected("\"" + name + "\" is no name of a repository: expected OWNER/NAME");
  }
  const std::lock_guard lock(guard_);
  const fs::path path = path_of(name);
  if (!known_.contains(name)) {
    std::vector<std::string> environment = git_environment();
    const Outcome made = run({.command = {"git",
                                          "init",
                                          "--quiet",
                                          "--bare",
                                          "--template=",
                                          "--initial-branch=" + options.default_branch,
                                          path.string()},
                              .environment = std::move(environment)});
    if (made.status != 0) {
      return tl::unexpected("git init failed for " + path.string());
    }
  }
  if (!write_file(path / "config", configuration(options)) || !protect(path, options.protected_refs)
      || !write_file(path / "standin.json", to_line(described(name, options)))) {
    return tl::unexpected("cannot write to " + path.string());
  }
  known_[name] = options;
  return {};
}

void Repositories::forget() {
  const std::lock_guard lock(guard_);
  std::error_code error;
  for (const auto& [name, options] : known_) {
    fs::remove_all(path_of(name), error);
  }
  known_.clear();
}

std::optional<RepositoryOptions> Repositories::find(std::string_view name) const {
  const std::lock_guard lock(guard_);
  const auto found = known_.find(name);
  return found == known_.end() ? std::nullopt : std::optional(found->second);
}

std::map<std::string, RepositoryOptions> Repositories::all() const {
  const std::lock_guard lock(guard_);
  return {known_.begin(), known_.end()};
}

Outcome Repositories::git(const std::string& name,
                          std::vector<std::string> arguments,
                          std::string_view input,
                          std::vector<std::string> environment) const {
  std::vector<std::string> command{"git", "--git-dir=" + path_of(name).string()};
  std::ranges::move(arguments, std::back_inserter(command));
  std::ranges::move(git_environment(), std::back_inserter(environment));
  return run({.command = std::move(command), .environment = std::move(environment)}, input);
}

} // namespace github_standin
