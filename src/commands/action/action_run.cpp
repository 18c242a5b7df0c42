// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action_run.hpp"

#include "commands/action/input_bool.hpp"

#include <algorithm>
#include <string_view>

namespace tidegate::commands {
namespace {

std::string server_url(const ports::Environment& environment) {
  const std::string url = environment.text("GITHUB_SERVER_URL");
  return url.empty() ? "https://github.com" : url;
}

std::string first_given(const std::string& text, const std::string& otherwise) {
  return text.empty() ? otherwise : text;
}

std::string commit_of_run(const ports::Environment& environment) {
  const std::string ref = environment.text("GITHUB_REF");
  const bool wants_head =
      ref.starts_with("refs/pull/")
      && parse_bool(environment.text("DOCKER_DEFAULT_GIT_CONTEXT_PR_HEAD_REF")).value_or(false);
  if (!wants_head) {
    return first_given(environment.text("GITHUB_SHA"), ref);
  }
  constexpr std::string_view merge = "/merge";
  const std::string head =
      ref.ends_with(merge) ? ref.substr(0, ref.size() - merge.size()) + "/head" : ref;
  return first_given(environment.text("TIDEGATE_PULL_REQUEST_HEAD"), head);
}

} // namespace

std::string git_context(const ports::Environment& environment) {
  const std::string repository = environment.text("GITHUB_REPOSITORY");
  if (repository.empty()) {
    return {};
  }
  const std::string commit = commit_of_run(environment);
  return server_url(environment) + "/" + repository + ".git" + (commit.empty() ? "" : "#" + commit);
}

std::string server_host(const ports::Environment& environment) {
  std::string host = server_url(environment);
  if (const std::size_t scheme = host.find("://"); scheme != std::string::npos) {
    host.erase(0, scheme + 3);
  }
  host.erase(std::min(host.find('/'), host.size()));
  std::ranges::transform(host, host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return host;
}

std::string run_url(const ports::Environment& environment) {
  return server_url(environment) + "/" + environment.text("GITHUB_REPOSITORY") + "/actions/runs/"
         + environment.text("GITHUB_RUN_ID") + "/attempts/"
         + first_given(environment.text("GITHUB_RUN_ATTEMPT"), "1");
}

} // namespace tidegate::commands
