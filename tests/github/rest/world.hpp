// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "github/rest/iso_time.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace github_standin {

using Id = std::uint64_t;

// What GitHub knows of a repository besides its git objects. Times may be absent; a conclusion is
// empty until something is completed.

struct Step {
  std::string name{};
  int number = 1;
  std::string status = "completed";
  std::string conclusion{};
  std::optional<Moment> started{};
  std::optional<Moment> completed{};
};

struct Job {
  Id id = 0;
  std::string name{};
  std::string status = "completed";
  std::string conclusion{};
  Moment created = 0;
  std::optional<Moment> started{};
  std::optional<Moment> completed{};
  std::vector<std::string> labels{};
  std::string runner_name{};
  std::string runner_group{};
  std::vector<Step> steps{};
};

struct Attempt {
  std::string status = "completed";
  std::string conclusion{};
  Moment started = 0;
  Moment updated = 0;
  std::string actor{}; // who started it
  std::vector<Job> jobs{};
};

struct Run {
  Id id = 0;
  int number = 1;
  Id workflow = 0;
  std::string event{};
  std::string branch{};
  std::string sha{};
  std::string title{};
  std::string actor{};
  std::string head_repository{}; // "owner/name"; of a fork another one
  Moment created = 0;
  std::vector<Attempt> attempts{}; // at least one; the last one is the newest

  const Attempt& newest() const { return attempts.back(); }
};

struct Workflow {
  Id id = 0;
  std::string name{};
  std::string path{}; // ".github/workflows/ci.yml"
  Moment created = 0;
};

struct Artifact {
  Id id = 0;
  Id run = 0;
  std::string name{};
  std::string zip{};
  std::string signature{}; // in the address that the API redirects to
  bool expired = false;
  Moment created = 0;
};

struct Pull {
  Id id = 0;
  Id number = 0;
  std::string title{};
  std::string body{};
  std::string state = "open";
  bool merged = false;
  std::string user{};
  std::string head_ref{};
  std::string head_sha{};        // empty: what the branch is at, when asked
  std::string head_repository{}; // "owner/name"; of a fork another one
  std::string base_ref{};
  std::string base_sha{}; // empty: what the branch is at, when asked
  Moment created = 0;
  Moment updated = 0;
};

struct Reaction {
  Id id = 0;
  std::string user{};
  std::string content{};
  Moment created = 0;
};

struct Comment {
  Id id = 0;
  Id issue = 0;
  std::string body{};
  std::string user{};
  Moment created = 0;
  Moment updated = 0;
  std::vector<Reaction> reactions{};
};

struct Annotation {
  std::string path{};
  std::uint64_t start_line = 1;
  std::uint64_t end_line = 1;
  std::string level{};
  std::string message{};
  std::string title{};
};

struct CheckRun {
  Id id = 0;
  std::string name{};
  std::string sha{};
  std::string external_id{};
  std::string details_url{};
  std::string status = "queued";
  std::string conclusion{};
  std::optional<Moment> started{};
  std::optional<Moment> completed{};
  std::optional<std::string> title{};
  std::optional<std::string> summary{};
  std::optional<std::string> text{};
  std::vector<Annotation> annotations{};
};

struct Project {
  std::map<Id, Run> runs{};
  std::map<Id, Workflow> workflows{};
  std::map<Id, Artifact> artifacts{};
  std::map<Id, Pull> pulls{}; // by number
  std::map<Id, Comment> comments{};
  std::map<Id, CheckRun> checks{};
  std::vector<Id> newest_runs{}; // by time of creation; see sort_runs

  // To be called after each change of `runs`.
  void sort_runs();
};

// Where the page that GitHub serves is, and what a test set.
struct Settings {
  std::string api_url{}; // where a proxy stands before the stand-in; empty: none does
};

// Everything that the REST API tells. Whoever reads or writes holds `guard`.
struct World {
  std::mutex guard{};
  std::map<std::string, Project> projects{}; // by "owner/name"
  Settings settings{};
  Id next_id = 1'000'000;

  Id new_id() { return next_id++; }

  void forget();
};

} // namespace github_standin
