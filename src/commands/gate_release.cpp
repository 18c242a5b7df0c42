// SPDX-License-Identifier: Apache-2.0
#include "commands/gate_release.hpp"

#include "analysis/gate.hpp"
#include "analysis/release.hpp"
#include "codec/release_json.hpp"
#include "commands/gate_subjects.hpp"
#include "commands/pasts.hpp"
#include "commands/run_history.hpp"
#include "report/release_text.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr std::chrono::days past_days{90}; // what was built last before that is given up
constexpr int most_things = 1000;
constexpr int most_series_builds = 200; // each is judged by all of its metrics
constexpr int usual_last = 10;

class ReleaseJudging {
public:
  explicit ReleaseJudging(const GateRoom& room)
      : room_(room),
        policy_(analysis::release_policy(room.settings.policy)) {
    evidence_.now = room.ports.clock.now();
    evidence_.commit = room.options.commit.value_or("");
    evidence_.branch = room.options.branch.value_or("");
    evidence_.last = room.options.last.value_or(usual_last);
    evidence_.repository = room.ports.environment.text("GITHUB_REPOSITORY");
    evidence_.own_workflow = room.ports.environment.text("GITHUB_WORKFLOW");
  }

  Result<model::Release> run() {
    const auto subjects =
        room_.options.commit ? builds_of_commit(room_.ledger, *room_.options.commit) : newest();
    if (!subjects) {
      return tl::unexpected(subjects.error());
    }
    if (subjects->empty()) {
      return no_builds(room_.options.commit, room_.settings.events_dir);
    }
    find_place(*subjects);
    tell_of_future(*subjects, evidence_.now, room_.log);
    evidence_.builds = judged(*subjects);
    if (auto done = add_series(*subjects); !done) {
      return tl::unexpected(done.error());
    }
    evidence_.past =
        read_run_history(room_.settings, evidence_.repository, evidence_.branch, room_.ports);
    return analysis::judge_release(std::move(evidence_), room_.settings.policy);
  }

private:
  // Of no pull request: what is released is on a branch.
  Result<std::vector<codec::JudgedBuild>> newest() {
    if (evidence_.branch.empty()) {
      evidence_.branch = branch_of(room_.ports.environment.text("GITHUB_REF"));
    }
    if (evidence_.branch.empty()) {
      auto last = room_.ledger.newest(1);
      if (!last) {
        return last;
      }
      evidence_.branch = last->empty() ? "" : branch_of(last->front().build.run.ref);
    }
    return room_.ledger.newest_of_things(question(most_things, std::nullopt));
  }

  [[nodiscard]] sqlite::NewestQuestion question(int count, std::optional<Time> until) const {
    return {.ref = evidence_.branch.empty() ? "" : "refs/heads/" + evidence_.branch,
            .since = evidence_.now - past_days,
            .until = until,
            .count = count};
  }

  void find_place(const std::vector<codec::JudgedBuild>& subjects) {
    for (const auto& subject : subjects) {
      if (evidence_.branch.empty()) {
        evidence_.branch = branch_of(subject.build.run.ref);
      }
      if (evidence_.repository.empty()) {
        evidence_.repository = subject.build.run.repository;
      }
    }
    if (evidence_.branch.empty()) {
      evidence_.branch = branch_of(room_.ports.environment.text("GITHUB_REF"));
    }
  }

  // What began after the commit was built is not in the release.
  Result<void> add_series(const std::vector<codec::JudgedBuild>& subjects) {
    std::optional<Time> until;
    if (room_.options.commit) {
      for (const auto& subject : subjects) {
        until = std::max(until, subject.build.started);
      }
    }
    auto builds = room_.ledger.newest_of_series(question(most_series_builds + 1, until));
    if (!builds) {
      return tl::unexpected(builds.error());
    }
    evidence_.all_series = builds->size() <= most_series_builds;
    builds->resize(std::min<std::size_t>(builds->size(), most_series_builds));
    evidence_.newest_of_series = judged(*builds);
    return {};
  }

  std::vector<model::ReleaseBuild> judged(const std::vector<codec::JudgedBuild>& builds) {
    std::vector<model::ReleaseBuild> all;
    for (const auto& each : builds) {
      const auto history = room_.ledger.history(each.build, policy_.sigma.window);
      all.push_back({.build = each.build,
                     .verdicts = analysis::judge(
                         each.build, pasts_of(room_.ledger, each.build, history), policy_)});
    }
    return all;
  }

  const GateRoom& room_;
  model::Policy policy_; // of each build
  analysis::ReleaseEvidence evidence_;
};

void explain_all(const model::Release& release, actions::WorkflowLog& log) {
  for (const auto& judged : release.builds) {
    log.answer(analysis::thing_name(judged.build) + "\n");
    explain(judged.verdicts, log);
  }
  explain(release.run_verdicts, log);
}

} // namespace

Result<int> judge_release(const GateRoom& room) {
  constexpr int json_indent = 2;
  const auto release = ReleaseJudging(room).run();
  if (!release) {
    return tl::unexpected(release.error());
  }
  if (room.options.format == Format::json) {
    room.ports.environment.out(codec::to_json(*release, json_indent) + "\n");
  } else {
    room.log.answer(report::release_text(*release));
    if (room.options.explain) {
      explain_all(*release, room.log);
    }
  }
  return model::gravest(release->gates) == model::Status::fail ? 1 : 0;
}

} // namespace tidegate::commands
