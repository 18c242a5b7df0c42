// SPDX-License-Identifier: Apache-2.0
#include "github/control/run_maker.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace github_standin {

namespace {

constexpr Id first_run = 10'000'000'000; // no 32 bits hold it, as on GitHub

// The engine's numbers are the same everywhere; those of the library's distributions are not.
class Dice {
public:
  explicit Dice(std::uint32_t seed)
      : engine_(seed) {}

  std::size_t below(std::size_t count) { return engine_() % count; }

  Moment between(Moment least, Moment most) {
    return least + static_cast<Moment>(below(static_cast<std::size_t>(most - least + 1)));
  }

  template<std::size_t count>
  std::string one_of(const std::array<const char*, count>& texts) {
    return texts.at(below(count));
  }

private:
  std::mt19937 engine_;
};

constexpr std::array<const char*, 8> branches{
    "main", "main", "main", "main", "feature-a", "feature-b", "fix/slash", "release"};
constexpr std::array<const char*, 3> files{"ci.yml", "nightly.yml", "release.yml"};
constexpr std::array<const char*, 4> events{
    "push", "pull_request", "schedule", "workflow_dispatch"};
constexpr std::array<const char*, 3> actors{"ada", "brian", "dependabot[bot]"};
constexpr std::array<const char*, 4> job_names{
    "build (amd64)", "build (arm64)", "test", "push image"};
constexpr std::array<const char*, 5> step_names{
    "Set up job", "Check out", "Set up buildx", "Build image", "Complete job"};

Id workflow_of(World& world, Project& project, const std::string& path, Moment created) {
  for (const auto& [id, workflow] : project.workflows) {
    if (workflow.path == path) {
      return id;
    }
  }
  const std::size_t slash = path.rfind('/') + 1;
  const Id id = world.new_id();
  project.workflows[id] = {.id = id,
                           .name = path.substr(slash, path.rfind('.') - slash),
                           .path = path,
                           .created = created};
  return id;
}

std::string made_sha(Dice& dice) {
  std::string sha;
  while (sha.size() < 40) {
    sha += "0123456789abcdef"[dice.below(16)];
  }
  return sha;
}

std::vector<Step> made_steps(Dice& dice, const Job& job, std::size_t count) {
  std::vector<Step> steps;
  const Moment whole = *job.completed - *job.started;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = [&](std::size_t part) {
      return *job.started + whole * static_cast<Moment>(part) / static_cast<Moment>(count);
    };
    steps.push_back({.name = step_names.at(i % step_names.size()),
                     .number = static_cast<int>(i) + 1,
                     .conclusion = i + 1 == count ? job.conclusion : "success",
                     .started = at(i),
                     .completed = at(i + 1)});
  }
  if (dice.below(10) == 0 && count > 2) {
    steps[1].conclusion = "skipped";
  }
  return steps;
}

Attempt made_attempt(World& world, Dice& dice, const MadeRuns& order, Moment started) {
  Attempt attempt{.started = started, .updated = started, .actor = dice.one_of(actors)};
  const std::size_t luck = dice.below(100);
  attempt.conclusion = luck < 85 ? "success" : luck < 97 ? "failure" : "cancelled";
  const std::size_t count = std::max<std::size_t>(1, order.jobs + dice.below(3)) - (order.jobs > 1);
  for (std::size_t i = 0; i < count; ++i) {
    Job job{.id = world.new_id(), .name = job_names.at(i % job_names.size())};
    job.conclusion = i == 0 ? attempt.conclusion : "success";
    job.created = started + dice.between(0, 3);
    job.started = job.created + dice.between(1, 40);
    job.completed = *job.started + dice.between(20, 400);
    job.labels = {"ubuntu-latest"};
    job.runner_name = "GitHub Actions " + std::to_string(dice.below(50));
    job.runner_group = "GitHub Actions";
    job.steps = made_steps(dice, job, order.steps);
    attempt.updated = std::max(attempt.updated, *job.completed);
    attempt.jobs.push_back(std::move(job));
  }
  return attempt;
}

Run made_run(World& world, Dice& dice, const MadeRuns& order, Moment created) {
  Run run{.event = dice.one_of(events),
          .branch = dice.one_of(branches),
          .sha = made_sha(dice),
          .actor = dice.one_of(actors),
          .created = created};
  run.title = "Change " + run.sha.substr(0, 7);
  run.attempts.push_back(made_attempt(world, dice, order, created));
  if (run.newest().conclusion == "failure" && dice.below(3) == 0) {
    Attempt second = made_attempt(world, dice, order, run.newest().updated + 60);
    second.conclusion = "success";
    second.jobs.front().conclusion = "success";
    second.jobs.front().steps.back().conclusion = "success";
    run.attempts.push_back(std::move(second));
  }
  return run;
}

} // namespace

std::vector<Id> make_runs(World& world, const std::string& repository, const MadeRuns& order) {
  Project& project = world.projects[repository];
  Dice dice(order.seed);
  std::vector<Id> ids;
  Id next = project.runs.empty() ? first_run : project.runs.rbegin()->first + 1;
  for (std::size_t i = 0; i < order.count; ++i) {
    const Moment created = order.first + static_cast<Moment>(i) * order.spacing;
    Run run = made_run(world, dice, order, created);
    run.id = next++;
    run.number = static_cast<int>(project.runs.size()) + 1;
    run.workflow =
        workflow_of(world, project, ".github/workflows/" + dice.one_of(files), order.first);
    run.head_repository = repository;
    ids.push_back(run.id);
    project.runs.insert_or_assign(run.id, std::move(run));
  }
  project.sort_runs();
  return ids;
}

} // namespace github_standin
