// SPDX-License-Identifier: Apache-2.0
#include "commands/events/api_commit.hpp"

#include "adapters/git/remote.hpp"
#include "adapters/github/branch_commit.hpp"
#include "adapters/github/client.hpp"

#include <memory>
#include <utility>

namespace tidegate::commands {
namespace {

// "owner/name" of https://host/owner/name.git; empty where it is none.
std::string repository_of(std::string url) {
  if (url.ends_with(".git")) {
    url.resize(url.size() - 4);
  }
  const auto name = url.rfind('/');
  const auto owner = name == std::string::npos || name == 0 ? name : url.rfind('/', name - 1);
  std::string repository = owner == std::string::npos ? "" : url.substr(owner + 1);
  return github::is_repository(repository) ? repository : "";
}

std::string or_else(const std::string& text, const char* otherwise) {
  return text.empty() ? otherwise : text;
}

git::Answer<git::Branch::Push> judged(const Result<github::CommitOutcome>& outcome) {
  if (!outcome) {
    return tl::unexpected(git::Failure{.error = outcome.error(), .passing = true});
  }
  if (outcome->refused) {
    return tl::unexpected(git::Failure{
        .error = {Error::Kind::external,
                  "GitHub's API does not take the commit: " + outcome->reason,
                  "the job's token may not write: it needs `permissions: contents: write`"},
        .passing = false});
  }
  return git::Branch::Push{
      .done = outcome->done, .commit = outcome->commit, .reason = outcome->reason, .talk = {}};
}

} // namespace

Result<EventWriter::Commit> api_commit(const git::Branch& remote,
                                       const std::string& branch,
                                       const std::string& token,
                                       ports::Ports ports) {
  const std::string server =
      or_else(ports.environment.text("GITHUB_SERVER_URL"), "https://github.com");
  github::Access access{
      .api_url = or_else(ports.environment.text("GITHUB_API_URL"), "https://api.github.com"),
      .repository = repository_of(remote.url()),
      .token = token};
  if (!git::same_origin(remote.url(), server) || access.repository.empty()) {
    return failed(Error::Kind::usage,
                  "--via api: the remote is no repository of " + server,
                  "leave --via api out: a push goes to any server");
  }
  if (token.empty()) {
    return failed(Error::Kind::usage,
                  "--via api: there is no token",
                  "give one in GITHUB_TOKEN; it needs `permissions: contents: write`");
  }
  auto client = std::make_shared<github::Client>(ports.http, ports.clock, std::move(access));
  return [client, branch](const git::Branch& tip, const git::Change& change) {
    github::BranchCommit commit{.branch = branch, .head = tip.tip(), .message = change.message};
    for (const git::Change::File& file : change.added) {
      commit.added.emplace_back(file.path, file.content);
    }
    commit.removed = change.removed;
    return judged(github::commit_on_branch(*client, commit));
  };
}

} // namespace tidegate::commands
