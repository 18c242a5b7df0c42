// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/run_json.hpp"

#include "util/text.hpp"
#include "util/time.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace tidegate::github {
namespace {

using nlohmann::json;

constexpr std::size_t longest_text = 4096;
constexpr std::size_t most_steps = 2000;
constexpr std::size_t most_labels = 100;

// In order. A run comes with its repository twice, which is nine tenths of it.
constexpr std::array<std::string_view, 28> wanted{"actor",
                                                  "completed_at",
                                                  "conclusion",
                                                  "created_at",
                                                  "display_title",
                                                  "event",
                                                  "head_branch",
                                                  "head_sha",
                                                  "id",
                                                  "jobs",
                                                  "labels",
                                                  "login",
                                                  "name",
                                                  "number",
                                                  "path",
                                                  "run_attempt",
                                                  "run_id",
                                                  "run_number",
                                                  "run_started_at",
                                                  "runner_group_name",
                                                  "runner_name",
                                                  "started_at",
                                                  "status",
                                                  "steps",
                                                  "total_count",
                                                  "updated_at",
                                                  "workflow_id",
                                                  "workflow_runs"};

json parse(std::string_view body) {
  constexpr int deepest = 5; // jobs, a job, its steps, a step, its text
  // Beyond any page of 100, whose texts may have braces too. Counted before: the parser looks
  // through a list at each object that ends in it, and its callback cannot make it stop.
  constexpr std::ptrdiff_t most_objects = 50'000;
  if (std::ranges::count(body, '{') > most_objects) {
    return json::value_t::discarded;
  }
  const auto wants = [](int depth, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::key) {
      return std::ranges::binary_search(wanted, *value.get_ptr<const json::string_t*>());
    }
    return depth <= deepest;
  };
  return json::parse(body, wants, false);
}

const json* find(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::string text(const json& object, const char* key) {
  const json* const value = find(object, key);
  const auto* found = value == nullptr ? nullptr : value->get_ptr<const json::string_t*>();
  return found == nullptr ? std::string{} : util::shorten(util::to_printable(*found), longest_text);
}

std::optional<std::int64_t> number(const json& object, const char* key) {
  const json* const value = find(object, key);
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const bool whole = value != nullptr && value->is_number_integer();
  const bool fits = whole && (!value->is_number_unsigned() || value->get<std::uint64_t>() <= most);
  return fits ? std::optional(value->get<std::int64_t>()) : std::nullopt;
}

int small_number(const json& object, const char* key, int otherwise) {
  const auto value = number(object, key);
  return value && *value >= 0 && *value <= std::numeric_limits<int>::max()
             ? static_cast<int>(*value)
             : otherwise;
}

std::optional<Time> time(const json& object, const char* key) {
  const std::string found = text(object, key);
  const auto parsed = found.empty() ? failed(Error::Kind::usage, "") : util::parse_rfc3339(found);
  return parsed ? std::optional(*parsed) : std::nullopt;
}

// What an entry lacks, in `lack`, is why it does not count.
std::optional<model::WorkflowRun> read_run(const json& entry, std::string& lack) {
  const auto id = entry.is_object() ? number(entry, "id") : std::nullopt;
  const auto created = id ? time(entry, "created_at") : std::nullopt;
  if (!id || !created) {
    lack = id ? "no time of creation" : "no id";
    return std::nullopt;
  }
  model::WorkflowRun run;
  run.id = *id;
  run.attempt = std::max(small_number(entry, "run_attempt", 1), 1);
  run.number = small_number(entry, "run_number", 0);
  run.workflow_id = number(entry, "workflow_id").value_or(0);
  run.name = text(entry, "name");
  run.title = text(entry, "display_title");
  run.path = text(entry, "path");
  run.event = text(entry, "event");
  run.branch = text(entry, "head_branch");
  run.sha = text(entry, "head_sha");
  run.status = text(entry, "status");
  run.conclusion = text(entry, "conclusion");
  const json* const actor = find(entry, "actor");
  run.actor = actor != nullptr && actor->is_object() ? text(*actor, "login") : "";
  run.created = *created;
  run.started = time(entry, "run_started_at");
  run.updated = time(entry, "updated_at").value_or(*created);
  return run;
}

std::vector<std::string> read_labels(const json& entry) {
  std::vector<std::string> labels;
  const json* const list = find(entry, "labels");
  if (list == nullptr || !list->is_array()) {
    return labels;
  }
  for (const json& label : *list) {
    const auto* name = label.get_ptr<const json::string_t*>();
    if (name != nullptr && labels.size() < most_labels) {
      labels.push_back(util::shorten(util::to_printable(*name), longest_text));
    }
  }
  return labels;
}

std::vector<model::JobStep> read_steps(const json& entry) {
  std::vector<model::JobStep> steps;
  const json* const list = find(entry, "steps");
  if (list == nullptr || !list->is_array()) {
    return steps;
  }
  for (const json& step : *list) {
    if (step.is_object() && steps.size() < most_steps) {
      steps.push_back({.number = small_number(step, "number", 0),
                       .name = text(step, "name"),
                       .status = text(step, "status"),
                       .conclusion = text(step, "conclusion"),
                       .started = time(step, "started_at"),
                       .completed = time(step, "completed_at")});
    }
  }
  return steps;
}

std::optional<model::WorkflowJob> read_job(const json& entry, std::string& lack) {
  const auto id = entry.is_object() ? number(entry, "id") : std::nullopt;
  if (!id) {
    lack = "no id";
    return std::nullopt;
  }
  model::WorkflowJob job;
  job.id = *id;
  job.run_id = number(entry, "run_id").value_or(0);
  job.run_attempt = std::max(small_number(entry, "run_attempt", 1), 1);
  job.name = text(entry, "name");
  job.status = text(entry, "status");
  job.conclusion = text(entry, "conclusion");
  job.created = time(entry, "created_at");
  job.started = time(entry, "started_at");
  job.completed = time(entry, "completed_at");
  job.labels = read_labels(entry);
  job.runner_name = text(entry, "runner_name");
  job.runner_group = text(entry, "runner_group_name");
  job.steps = read_steps(entry);
  return job;
}

template<typename Entry>
Result<Listed<Entry>> parse_list(std::string_view body,
                                 const char* key,
                                 std::optional<Entry> (*read)(const json&, std::string&)) {
  const json answer = parse(body);
  const json* const list = answer.is_object() ? find(answer, key) : nullptr;
  if (list == nullptr || !list->is_array()) {
    return failed(Error::Kind::external,
                  fmt::format("the answer is no list of {}", key),
                  "check GITHUB_API_URL: this is not what GitHub's REST API answers");
  }
  Listed<Entry> listed;
  const int total = small_number(answer, "total_count", -1);
  listed.total = total < 0 ? std::nullopt : std::optional(total);
  std::size_t place = 0;
  for (const json& entry : *list) {
    std::string lack;
    auto value = read(entry, lack);
    if (value) {
      listed.entries.push_back(std::move(*value));
    } else {
      listed.damage.push_back(fmt::format("{}[{}]: {}", key, place, lack));
    }
    ++place;
  }
  return listed;
}

} // namespace

Result<Listed<model::WorkflowRun>> parse_runs(std::string_view body) {
  return parse_list<model::WorkflowRun>(body, "workflow_runs", &read_run);
}

Result<Listed<model::WorkflowJob>> parse_jobs(std::string_view body) {
  return parse_list<model::WorkflowJob>(body, "jobs", &read_job);
}

Result<model::WorkflowRun> parse_run(std::string_view body) {
  std::string lack;
  auto run = read_run(parse(body), lack);
  if (!run) {
    return failed(Error::Kind::external, fmt::format("the answer is no run: {}", lack));
  }
  return std::move(*run);
}

} // namespace tidegate::github
