// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/user_repository.hpp"

#include "adapters/git/library.hpp"

#include <string_view>

namespace tidegate::git {
namespace {

using Config = Owned<git_config, git_config_free>;
using Iterator = Owned<git_config_iterator, git_config_iterator_free>;

std::optional<std::string> value_of(git_config* config, const std::string& key) {
  const char* value = nullptr;
  if (git_config_get_string(&value, config, key.c_str()) != 0) {
    return std::nullopt;
  }
  return value;
}

// `url.<base>.insteadOf = <beginning>`: the longest beginning wins. Not by git_remote_lookup, which
// does the same, but leaks with the regular expressions that Debian builds libgit2 with.
std::string rewritten(git_config* config, const std::string& url) {
  constexpr std::string_view head = "url.";
  constexpr std::string_view tail = ".insteadof";
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

std::optional<std::string> url_of_remote(const std::string& folder, const std::string& name) {
  start_library();
  const auto repository = made<Repository>(folder, [&](git_repository** out) {
    return git_repository_open_ext(out, folder.c_str(), 0, nullptr);
  });
  if (!repository) {
    return std::nullopt;
  }
  const auto config = made<Config>("configuration", [&](git_config** out) {
    return git_repository_config_snapshot(out, repository->get());
  });
  if (!config) {
    return std::nullopt;
  }
  auto url = value_of(config->get(), "remote." + name + ".pushurl");
  url = url ? url : value_of(config->get(), "remote." + name + ".url");
  return url ? std::optional(rewritten(config->get(), *url)) : std::nullopt;
}

} // namespace tidegate::git
