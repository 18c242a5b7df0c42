// SPDX-License-Identifier: Apache-2.0
#include "commands/events/api_commit.hpp"

#include "adapters/git/remote.hpp"
#include "adapters/github/branch_commit.hpp"
#include "adapters/github/client.hpp"
#include "commands/github_access.hpp"

#include <memory>
#include <utility>

namespace tidegate::commands {
namespace {

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
  const std::string server = github_server(ports.environment);
  github::Access access = github_access(ports.environment, token);
  access.repository = repository_in(remote.url());
  if (!git::same_origin(remote.url(), server) || !github::is_repository(access.repository)) {
    return failed(Error::Kind::usage,
                  "--via api: the remote is no repository of " + server,
                  "leave --via api out: a push goes to any server");
  }
  if (access.token.empty()) {
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
