// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/user_repository.hpp"

#include "adapters/git/library.hpp"

#include <string_view>

namespace tidegate::git {
namespace {

using Config = Owned<git_config, git_config_free>;
using Iterator = Owned<git_config_iterator, git_config_iterator_free>;
using Reference = Owned<git_reference, git_reference_free>;

Result<Repository> open(const std::string& folder) {
  start_library();
  return made<Repository>(folder, [&](git_repository** out) {
    return git_repository_open_ext(out, folder.c_str(), 0, nullptr);
  });
}

// What a symbolic reference says, without its beginning; it need not exist.
std::optional<std::string>
target_of(git_repository* repository, const char* name, std::string_view beginning) {
  const auto reference = made<Reference>(
      name, [&](git_reference** out) { return git_reference_lookup(out, repository, name); });
  const char* target = reference ? git_reference_symbolic_target(reference->get()) : nullptr;
  if (target == nullptr || !std::string_view(target).starts_with(beginning)) {
    return std::nullopt;
  }
  return target + beginning.size();
}

std::optional<std::string> value_of(git_config* config, const std::string& key) {
  const char* value = nullptr;
  if (git_config_get_string(&value, config, key.c_str()) != 0) {
    return std::nullopt;
  }
  return value;
}

// `url.<base>.insteadOf = <beginning>`: the longest beginning wins. Not by git_remote_lookup, which
// does the same, but leaks with the regular expressions that Debian builds libgit2 with. `tail` is
// ".insteadof" or ".pushinsteadof".
std::string rewritten(git_config* config, const std::string& url, std::string_view tail) {
  constexpr std::string_view head = "url.";
  const auto iterator = made<Iterator>("configuration", [&](git_config_iterator** out) {
    return git_config_iterator_new(out, config);
  });
  std::string best = url;
  std::size_t longest = 0;
  git_config_entry* entry = nullptr;
  while (iterator && git_config_next(&entry, iterator->get()) == 0) {
    const std::string_view name = entry->name;
    const std::string_view beginning = entry->value == nullptr ? "" : entry->value;
    const bool rule =
        name.starts_with(head) && name.ends_with(tail) && name.size() > head.size() + tail.size();
    if (rule && beginning.size() > longest && url.starts_with(beginning)) {
      longest = beginning.size();
      best = std::string(name.substr(head.size(), name.size() - head.size() - tail.size()))
             + url.substr(beginning.size());
    }
  }
  return best;
}

} // namespace

Result<std::optional<std::string>> url_of_remote(const std::string& folder,
                                                 const std::string& name) {
  start_library();
  git_repository* found = nullptr;
  const int code = git_repository_open_ext(&found, folder.c_str(), 0, nullptr);
  if (code == GIT_ENOTFOUND) {
    return std::nullopt;
  }
  if (code != 0) {
    return library_failure("the Git repository here cannot be opened");
  }
  const Repository repository(found);
  const auto config = made<Config>("configuration of Git", [&](git_config** out) {
    return git_repository_config_snapshot(out, repository.get());
  });
  if (!config) {
    return tl::unexpected(config.error());
  }
  if (const auto url = value_of(config->get(), "remote." + name + ".pushurl")) {
    return rewritten(config->get(), *url, ".insteadof");
  }
  const auto url = value_of(config->get(), "remote." + name + ".url");
  if (!url) {
    return std::nullopt;
  }
  const std::string pushed_to = rewritten(config->get(), *url, ".pushinsteadof");
  return pushed_to == *url ? rewritten(config->get(), *url, ".insteadof") : pushed_to;
}

std::optional<std::string> default_branch(const std::string& folder) {
  const auto repository = open(folder);
  if (!repository) {
    return std::nullopt;
  }
  auto branch = target_of(repository->get(), "refs/remotes/origin/HEAD", "refs/remotes/origin/");
  return branch ? branch : target_of(repository->get(), "HEAD", "refs/heads/");
}

bool is_ignored(const std::string& folder, const std::string& path) {
  const auto repository = open(folder);
  int ignored = 0;
  return repository && git_ignore_path_is_ignored(&ignored, repository->get(), path.c_str()) == 0
         && ignored != 0;
}

} // namespace tidegate::git
