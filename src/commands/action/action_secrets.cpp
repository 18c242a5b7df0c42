// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action_secrets.hpp"

#include "commands/action/action_run.hpp"
#include "commands/action/input_list.hpp"
#include "util/id.hpp"

#include <cstddef>
#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <string_view>
#include <utility>

namespace tidegate::commands {
namespace {

struct Entry {
  std::string key;
  std::string value;
};

std::optional<Entry> parse_entry(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == text.size()) {
    return std::nullopt;
  }
  return Entry{text.substr(0, equals), text.substr(equals + 1)};
}

std::string no_entry(std::string_view input, std::size_t index) {
  return fmt::format(
      "input \"{}\": entry {} has not the form KEY=VALUE and is left out", input, index + 1);
}

std::string secret_option(const std::string& key, std::string source) {
  return join_csv({"id=" + key, std::move(source)});
}

std::string new_folder(const ports::Environment& environment) {
  const std::string temp = environment.text("RUNNER_TEMP");
  return (temp.empty() ? "/tmp" : temp) + "/tidegate-secrets-" + util::random_hex(8);
}

} // namespace

ActionSecrets::ActionSecrets(const ports::Environment& environment, std::string working_directory)
    : environment_(environment),
      working_directory_(std::move(working_directory)),
      folder_(new_folder(environment)) {}

void ActionSecrets::add_value(const std::string& key, std::string value) {
  const std::string path = fmt::format("{}/{}", folder_, files.size() + 1);
  options.push_back(secret_option(key, "src=" + path));
  values.push_back(value);
  files.push_back({path, std::move(value)});
}

void ActionSecrets::add_values(const std::vector<std::string>& entries) {
  for (std::size_t index = 0; index < entries.size(); ++index) {
    auto entry = parse_entry(entries[index]);
    if (!entry) {
      warnings.push_back(no_entry("secrets", index));
      continue;
    }
    has_git_token_ = has_git_token_ || entry->key == "GIT_AUTH_TOKEN"
                     || entry->key == "GIT_AUTH_TOKEN." + server_host(environment_);
    add_value(entry->key, std::move(entry->value));
  }
}

void ActionSecrets::add_variables(const std::vector<std::string>& entries) {
  for (std::size_t index = 0; index < entries.size(); ++index) {
    if (const auto entry = parse_entry(entries[index])) {
      options.push_back(secret_option(entry->key, "env=" + entry->value));
    } else {
      warnings.push_back(no_entry("secret-envs", index));
    }
  }
}

void ActionSecrets::add_files(const std::vector<std::string>& entries) {
  for (std::size_t index = 0; index < entries.size(); ++index) {
    const auto entry = parse_entry(entries[index]);
    std::error_code unreadable;
    if (!entry) {
      warnings.push_back(no_entry("secret-files", index));
    } else if (!std::filesystem::exists(std::filesystem::path(working_directory_) / entry->value,
                                        unreadable)) {
      warnings.push_back(
          fmt::format(R"(input "secret-files": "{}" for "{}" is not there and is left out)",
                      entry->value,
                      entry->key));
    } else {
      options.push_back(secret_option(entry->key, "src=" + entry->value));
    }
  }
}

void ActionSecrets::add_git_token(const std::string& token, bool builds_own_repository) {
  if (builds_own_repository && !has_git_token_) {
    add_value("GIT_AUTH_TOKEN." + server_host(environment_), token);
  } else {
    values.push_back(token);
  }
}

} // namespace tidegate::commands
