// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/client.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace tidegate::github {

// What GitHub itself says of a run for a pull request.
struct PullRun {
  std::uint64_t id{0};
  std::uint64_t attempt{1}; // the newest
  std::uint64_t number{0};
  std::string head_sha;
  std::string head_repository;
  std::string head_branch;
  bool fork{false};
  // Numbers of the open ones from this very branch of this repository to ours whose head is this
  // commit, lowest first: one branch may be asked to be pulled into several.
  std::vector<std::string> pull_requests;
  std::string newer_sha; // head of the pull request where it has moved on since
};

// GET actions/runs/{id}, commits/{sha}/pulls and, where those know nothing, pulls?head=; needs
// `actions: read` and `pull-requests: read`. Anybody can open a pull request whose head is a commit
// of somebody else, so the commit alone makes none that of the run; where the fork is gone, nothing
// does. Error: external: also a run of another event than pull_request or of another repository.
Result<PullRun> pull_run(Client& client, const std::string& id);

// True where `sha` is a merge of `head`: what a run for a pull request checks out. GET
// commits/{sha}. False also where nobody can tell.
bool merges(Client& client, const std::string& sha, const std::string& head);

struct Artifact {
  std::uint64_t id{0};
  std::string name; // printable
  std::uint64_t bytes{0};
};

struct Artifacts {
  std::vector<Artifact> list;
  std::vector<std::string> left_out;
};

// Those whose names begin with `prefix`, of at most `most_bytes` each. GET
// actions/runs/{id}/artifacts.
Result<Artifacts>
artifacts_of(Client& client, std::uint64_t run, std::string_view prefix, std::uint64_t most_bytes);

// The zip of one. Error: external.
Result<std::string> fetch_artifact(Client& client, const Artifact& artifact);

} // namespace tidegate::github
