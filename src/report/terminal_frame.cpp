// SPDX-License-Identifier: Apache-2.0
#include "report/terminal_frame.hpp"

#include "report/display_width.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

// A step, a part of it, or a warning: one line.
struct Job {
  std::string name;
  Seconds took{0};
  bool completed{false};
  FrameLine::Look look{FrameLine::Look::normal};
  const LiveStep* step{nullptr};   // of a step's own line
  std::vector<std::string> tail{}; // shown below it
};

std::string label(const LiveStep& step) {
  const std::string cached = step.cached ? "CACHED " : "";
  if (step.canceled()) {
    return cached + "CANCELED " + step.name;
  }
  return cached + (step.failed() ? "ERROR " : "") + step.name;
}

FrameLine::Look look_of(const LiveStep& step) {
  if (step.canceled()) {
    return FrameLine::Look::canceled;
  }
  if (step.failed()) {
    return FrameLine::Look::failed;
  }
  return step.time.completed() ? FrameLine::Look::done : FrameLine::Look::normal;
}

void add_jobs(std::vector<Job>& jobs, const LiveStep& step, Time now) {
  jobs.push_back({.name = label(step),
                  .took = step.time.total(now),
                  .completed = step.time.completed(),
                  .look = look_of(step),
                  .step = &step});
  for (const LiveStatus& status : step.statuses) {
    if (status.started) {
      const auto look = status.completed ? FrameLine::Look::done : FrameLine::Look::normal;
      jobs.push_back({.name = "=> " + status.id + progress_amount(status),
                      .took = seconds_between(*status.started, status.completed.value_or(now)),
                      .completed = status.completed.has_value(),
                      .look = look});
    }
  }
  for (const std::string& warning : step.warnings) {
    jobs.push_back({.name = "WARN: " + warning,
                    .took = step.time.total(now),
                    .completed = true,
                    .look = FrameLine::Look::canceled});
  }
}

std::vector<Job> all_jobs(const TerminalState& state) {
  std::vector<Job> jobs;
  for (const LiveStep& step : state.steps.all()) {
    if (step.time.started()) {
      add_jobs(jobs, step, state.steps.now());
    }
  }
  return jobs;
}

// Leaves out the oldest completed lines, then the oldest of the rest.
std::vector<Job> fit_into(std::vector<Job> jobs, std::size_t rows) {
  const auto drop_oldest = [&](auto may_go) {
    std::size_t surplus = jobs.size() > rows ? jobs.size() - rows : 0;
    std::erase_if(jobs, [&](const Job& job) {
      const bool goes = surplus > 0 && may_go(job);
      surplus -= goes ? 1 : 0;
      return goes;
    });
  };
  drop_oldest([](const Job& job) { return job.completed; });
  drop_oldest([](const Job&) { return true; });
  return jobs;
}

FrameLine job_line(const Job& job, int columns) {
  // BuildKit does the same: below this the time is noise.
  const double shown = job.took.count() < 0.05 ? 0 : job.took.count();
  const std::string timer = fmt::format(" {:.1f}s", shown);
  const std::string text = " => " + job.name;
  const int left = columns - display_width(timer);
  if (left < 12) {
    return {std::string(fit(text, columns)), job.look};
  }
  return {pad(fit(text, left), left) + timer, job.look};
}

std::vector<std::string> tail_of(const TerminalState& state, const LiveStep& step) {
  std::vector<std::string> lines;
  if (step.number < state.tails.size()) {
    const auto& tail = state.tails[step.number];
    const std::size_t first = tail.size() - std::min(tail.size(), max_tail_shown);
    for (std::size_t i = first; i < tail.size(); ++i) {
      lines.push_back(tail[i].text);
    }
  }
  std::string unfinished = step.log.unfinished(state.redactor);
  if (!unfinished.empty()) {
    lines.push_back(std::move(unfinished));
  }
  std::erase_if(lines, [](const std::string& line) {
    return line.find_first_not_of(" \t") == std::string::npos;
  });
  if (lines.size() > max_tail_shown) {
    lines.erase(lines.begin());
  }
  return lines;
}

FrameLine header_line(const TerminalState& state, int columns) {
  const auto& steps = state.steps.all();
  const auto done =
      std::ranges::count_if(steps, [](const LiveStep& step) { return step.time.completed(); });
  const bool all_done =
      state.finished && done > 0 && static_cast<std::size_t>(done) == steps.size();
  const std::string text = fmt::format("[+] Building {:.1f}s ({}/{}){}",
                                       state.elapsed.count(),
                                       done,
                                       steps.size(),
                                       all_done ? " FINISHED" : "");
  return {std::string(fit(text, columns)), FrameLine::Look::header};
}

// Gives the running steps what is left of the screen for their logs; returns the rows taken.
std::size_t attach_tails(const TerminalState& state, std::vector<Job>& jobs, std::size_t rows) {
  const auto running = static_cast<std::size_t>(std::ranges::count(jobs, false, &Job::completed));
  const std::size_t room = rows - std::min(rows, running);
  std::size_t taken = 0;
  for (Job& job : jobs) {
    if (job.step != nullptr && !job.completed) {
      job.tail = tail_of(state, *job.step);
      const std::size_t shown = std::min(job.tail.size(), room - taken);
      job.tail.erase(job.tail.begin(), job.tail.end() - static_cast<std::ptrdiff_t>(shown));
      taken += shown;
    }
  }
  return taken;
}

FrameLine log_line(std::string text, int columns) {
  std::ranges::replace(text, '\t', ' ');
  return {std::string(fit(" => => # " + text, columns)), FrameLine::Look::log};
}

} // namespace

std::vector<FrameLine> frame(const TerminalState& state, const Screen& screen) {
  // The last column stays free, or some terminals wrap; one row is the header's, and in the last
  // one rests the cursor.
  const int columns = std::clamp(screen.columns, 2, 1000) - 1;
  const auto rows = static_cast<std::size_t>(std::clamp(screen.rows, 3, 1000)) - 2;
  std::vector<Job> jobs = all_jobs(state);
  if (!state.finished) {
    const std::size_t taken = attach_tails(state, jobs, rows);
    jobs = fit_into(std::move(jobs), rows - taken);
  }
  std::vector<FrameLine> lines{header_line(state, columns)};
  for (Job& job : jobs) {
    lines.push_back(job_line(job, columns));
    for (std::string& text : job.tail) {
      lines.push_back(log_line(std::move(text), columns));
    }
  }
  return lines;
}

} // namespace tidegate::report
