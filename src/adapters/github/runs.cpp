// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/runs.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace tidegate::github {
namespace {

constexpr int most_job_pages = 100; // a run has at most 256 jobs of a matrix in each attempt

// 2026-11-21T07:33:00Z: the resolution of `created` is a second.
std::string moment(Time time) {
  std::string text = util::to_rfc3339(std::chrono::floor<std::chrono::seconds>(time));
  return text.substr(0, text.find('.')) + "Z";
}

Error refusal(const ApiAnswer& answer, const std::string& what) {
  Error error{Error::Kind::external, fmt::format("{}: {}", what, refusal_text(answer)), {}};
  if (answer.refused()) {
    error.hint = "the token needs `permissions: actions: read` on this repository; without a token "
                 "(GITHUB_TOKEN) only public ones can be read";
  }
  return error;
}

// A workflow that is not there and one that may not be seen are the same 404.
Error list_refusal(const ApiAnswer& answer, const std::string& path) {
  Error error = refusal(answer, "the list of workflow runs");
  if (answer.status == 404 && path.find("actions/workflows/") != std::string::npos) {
    error.hint = "look whether the repository has this workflow: --workflow takes the file name, "
                 "such as ci.yml, or the id; otherwise "
                 + error.hint;
  }
  return error;
}

bool is_gone(const ApiAnswer& answer) {
  return answer.status == 404 || answer.status == 410;
}

} // namespace

std::string runs_path(const RunQuestion& question, Time first, const std::optional<Time>& last) {
  std::string path = question.workflow.empty() ? std::string("actions/runs")
                                               : fmt::format("actions/workflows/{}/runs",
                                                             percent_encoded(question.workflow));
  const std::string created =
      last ? fmt::format("{}..{}", moment(first), moment(*last)) : ">=" + moment(first);
  path +=
      fmt::format("?created={}&per_page=100&exclude_pull_requests=true", percent_encoded(created));
  if (!question.branch.empty()) {
    path += "&branch=" + percent_encoded(question.branch);
  }
  if (!question.event.empty()) {
    path += "&event=" + percent_encoded(question.event);
  }
  return path;
}

Result<RunPage> Runs::page(const std::string& path, bool skip_unchanged) {
  auto answer = client_.get(path);
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  if (!answer->ok()) {
    return tl::unexpected(list_refusal(*answer, path));
  }
  RunPage page{.next = std::move(answer->next), .unchanged = answer->unchanged};
  if (page.unchanged && skip_unchanged) {
    return page;
  }
  auto runs = parse_runs(answer->body);
  if (!runs) {
    return tl::unexpected(std::move(runs.error()));
  }
  page.runs = std::move(*runs);
  return page;
}

Result<std::optional<model::WorkflowRun>> Runs::run(std::int64_t id) {
  auto answer = client_.get(fmt::format("actions/runs/{}?exclude_pull_requests=true", id));
  if (!answer) {
    return tl::unexpected(std::move(answer.error()));
  }
  if (is_gone(*answer)) {
    return std::optional<model::WorkflowRun>{};
  }
  if (!answer->ok()) {
    return tl::unexpected(refusal(*answer, fmt::format("run {}", id)));
  }
  auto run = parse_run(answer->body);
  if (!run) {
    return tl::unexpected(std::move(run.error()));
  }
  return std::optional(std::move(*run));
}

Result<RunJobs> Runs::jobs(std::int64_t run_id) {
  RunJobs found;
  const auto take = [&found](const ApiAnswer& answer) {
    auto page = parse_jobs(answer.body);
    if (!page) {
      found.problem = std::move(page.error().message);
      return false;
    }
    std::ranges::move(page->entries, std::back_inserter(found.jobs));
    std::ranges::move(page->damage, std::back_inserter(found.damage));
    return true;
  };
  const auto last = client_.pages(
      fmt::format("actions/runs/{}/jobs?filter=all&per_page=100", run_id), take, most_job_pages);
  if (!last) {
    return tl::unexpected(last.error());
  }
  found.gone = is_gone(*last);
  if (last->refused() && !found.gone) {
    return tl::unexpected(refusal(*last, fmt::format("the jobs of run {}", run_id)));
  }
  if (!last->ok() && !found.gone) {
    found.problem = refusal_text(*last);
  }
  return found;
}

bool asks_for_jobs(const std::string& url) {
  return url.find("/jobs?filter=all") != std::string::npos;
}

} // namespace tidegate::github
