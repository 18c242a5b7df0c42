// SPDX-License-Identifier: Apache-2.0
#include "commands/sharing/fork_builds.hpp"

#include "adapters/github/zip_texts.hpp"
#include "codec/event_json.hpp"
#include "report/comment.hpp"
#include "util/lines.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <map>
#include <set>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr std::string_view artifact_prefix = "tidegate-events";
constexpr std::uint64_t most_artifact_bytes = 8U << 20U;
constexpr std::uint64_t most_bytes = 64U << 20U; // of all artifacts
constexpr std::size_t most_unpacked = 64U << 20U;
constexpr std::size_t most_line_bytes = 4U << 20U;
constexpr std::size_t most_builds = 100;
constexpr std::size_t most_notes = 20;
constexpr std::size_t most_commits = 5; // asked about

class Checking {
public:
  Checking(github::Client& client, ForkBuilds& found)
      : client_(client),
        found_(found) {}

  void note(std::string text) {
    if (found_.notes.size() < most_notes) {
      found_.notes.push_back(std::move(text));
    }
  }

  void artifact(const github::Artifact& artifact) {
    const auto zip = github::fetch_artifact(client_, artifact);
    if (!zip) {
      note(zip.error().message);
      return;
    }
    const auto texts = github::read_zip(*zip, ".jsonl", {.all_bytes = room_});
    for (const auto& problem : texts.left_out) {
      note(fmt::format("artifact {}: left out: {}", artifact.name, problem));
    }
    for (const auto& file : texts.files) {
      room_ -= file.text.size();
      lines(fmt::format("artifact {}: {}", artifact.name, file.name), file.text);
    }
  }

private:
  void lines(const std::string& place, const std::string& text) {
    std::size_t number = 0;
    const auto sink = [&](const util::LineSplitter::Line& line) {
      ++number;
      if (line.text.empty()) {
        return;
      }
      const std::string why = line.cut ? "too long" : take(line.text);
      if (!why.empty()) {
        note(fmt::format("{}: line {}: left out: {}", place, number, util::to_printable(why)));
      }
    };
    util::LineSplitter splitter(most_line_bytes);
    splitter.feed(text, sink);
    splitter.finish(sink);
  }

  // Why it was not taken; empty: it was, or it is an event of another kind.
  std::string take(std::string_view line) {
    const auto event = codec::parse_event(line);
    if (!event) {
      return event.error().message;
    }
    if (event->type != "docker_build") {
      return {};
    }
    auto judged = codec::parse_build_event(*event);
    if (!judged) {
      return judged.error().message;
    }
    judged->build.run = event->run;
    if (std::string why = foreign(judged->build.run); !why.empty()) {
      return why;
    }
    if (found_.builds.size() == most_builds) {
      return fmt::format("more than {} builds", most_builds);
    }
    found_.builds.push_back(std::move(*judged));
    return {};
  }

  std::string foreign(const model::Run& run) {
    const auto& asked = found_.run;
    std::uint64_t attempt = 0;
    const auto end = run.attempt.data() + run.attempt.size();
    const auto read = std::from_chars(run.attempt.data(), end, attempt);
    if (run.id != fmt::format("{}", asked.id) || run.repository != client_.access().repository) {
      return fmt::format("it is of run {} of {}", run.id, run.repository);
    }
    if (read.ptr != end || attempt < 1 || attempt > asked.attempt) {
      return fmt::format("there is no attempt {} of the run", run.attempt);
    }
    return of_head(run.sha) ? std::string{}
                            : fmt::format("its commit {} is neither {} nor a merge of it",
                                          run.sha,
                                          asked.head_sha);
  }

  bool of_head(const std::string& sha) {
    if (sha == found_.run.head_sha) {
      return true;
    }
    const auto known = commits_.find(sha);
    if (known != commits_.end() || commits_.size() == most_commits) {
      return known != commits_.end() && known->second;
    }
    return commits_[sha] = github::merges(client_, sha, found_.run.head_sha);
  }

  github::Client& client_;
  ForkBuilds& found_;
  std::map<std::string, bool> commits_;
  std::size_t room_{most_unpacked}; // of all artifacts
};

// Which one of those that GitHub knows is up to the fork: it could as well have pushed to another.
std::string pull_request_of(const ForkBuilds& found) {
  const auto& numbers = found.run.pull_requests;
  const auto named = std::ranges::find_if(numbers, [&](const std::string& number) {
    const std::string ref = fmt::format("refs/pull/{}/merge", number);
    return std::ranges::any_of(found.builds,
                               [&](const auto& judged) { return judged.build.run.ref == ref; });
  });
  return named == numbers.end() ? numbers.front() : *named;
}

std::uint64_t attempt_of(const codec::JudgedBuild& judged) {
  const std::string& text = judged.build.run.attempt;
  std::uint64_t attempt = 0;
  std::from_chars(text.data(), text.data() + text.size(), attempt);
  return attempt;
}

} // namespace

std::vector<codec::JudgedBuild> newest_attempts(std::vector<codec::JudgedBuild> builds) {
  std::map<std::string, std::uint64_t> newest;
  for (const auto& judged : builds) {
    auto& attempt = newest[report::default_leg(judged.build)];
    attempt = std::max(attempt, attempt_of(judged));
  }
  std::set<std::pair<std::string, std::string>> seen;
  std::vector<codec::JudgedBuild> kept;
  for (auto& judged : builds) {
    const std::string leg = report::default_leg(judged.build);
    if (attempt_of(judged) == newest[leg] && seen.emplace(leg, judged.build.id).second) {
      kept.push_back(std::move(judged));
    }
  }
  return kept;
}

Result<ForkBuilds> fork_builds(github::Client& client, const std::string& run_id) {
  auto run = github::pull_run(client, run_id);
  if (!run) {
    return tl::unexpected(std::move(run.error()));
  }
  ForkBuilds found{.run = std::move(*run), .pull_request = {}, .builds = {}, .notes = {}};
  if (found.run.pull_requests.empty()) {
    found.notes.push_back(
        found.run.newer_sha.empty()
            ? fmt::format("no open pull request has the commit {}", found.run.head_sha)
            : fmt::format("the pull request has moved on from {} to {}: its newer run will comment",
                          found.run.head_sha,
                          util::to_printable(found.run.newer_sha)));
    return found;
  }
  const auto artifacts =
      github::artifacts_of(client, found.run.id, artifact_prefix, most_artifact_bytes);
  if (!artifacts) {
    return tl::unexpected(artifacts.error());
  }
  Checking checking(client, found);
  for (const auto& problem : artifacts->left_out) {
    checking.note(problem);
  }
  std::uint64_t bytes = 0;
  for (const auto& artifact : artifacts->list) {
    bytes += artifact.bytes;
    if (bytes > most_bytes) {
      checking.note("artifacts beyond 64 MiB were not fetched");
      break;
    }
    checking.artifact(artifact);
  }
  found.pull_request = pull_request_of(found);
  found.builds = newest_attempts(std::move(found.builds));
  return found;
}

} // namespace tidegate::commands
