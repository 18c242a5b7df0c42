// SPDX-License-Identifier: Apache-2.0
#include "report/live_steps.hpp"
#include "report/plain_lines.hpp"
#include "report/progress.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace tidegate::report {
namespace {

// The constants and the order of printing are those of moby/buildkit progressui/printer.go: people
// and programs read this format.
constexpr Seconds anti_flicker{5};
constexpr Seconds max_delay{10};

// News within this time are shown together: a part that is done at once makes one line, not two.
constexpr Seconds min_pause{0.1};

// More waiting text than this is printed at once, or a chatty step beside a quiet one would pile up
// in memory.
constexpr std::size_t max_waiting_bytes = 256U << 10U;

// What was printed of a step and what waits for its turn.
struct Printed {
  int number{0};       // 0: nothing yet
  std::string waiting; // log lines, each with its newline
  std::vector<ShownStatus> statuses;
  std::size_t warnings{0};
  bool ended{false}; // DONE, CACHED or ERROR is out
};

class PlainProgress final : public ProgressDisplay {
public:
  PlainProgress(TextSink sink, const util::Redactor& redactor)
      : sink_(std::move(sink)),
        redactor_(redactor),
        plain_lines_(redactor),
        steps_(redactor) {}

  void show(const model::Progress& progress) override {
    steps_.apply(progress, [this](LiveStep& step, Seconds at, std::string_view line) {
      add_waiting(step, at, line);
    });
    const bool pauses = seconds_between(last_news_, steps_.now()) < min_pause;
    if (!pauses || waiting_bytes_ > max_waiting_bytes) {
      print_news();
    }
  }

  void plain_line(std::string_view line) override {
    print_news();
    out_ += plain_lines_.show(line) + "\n";
    flush();
  }

  void tick(Seconds elapsed) override {
    steps_.advance(elapsed);
    print_news();
  }

  void finish(Seconds elapsed) override;

private:
  Printed& printed(const LiveStep& step);
  void add_waiting(const LiveStep& step, Seconds at, std::string_view line);
  void finish_log(LiveStep& step);
  void flush();

  void print_news();
  void print_changes();
  void show_open_step();
  LiveStep* next_of(const std::vector<LiveStep*>& running, const LiveStep* current);
  void print_step(LiveStep& step);
  void switch_to(LiveStep& step);
  bool print_statuses(LiveStep& step); // true: one of them is not done
  void print_waiting(const LiveStep& step);
  void print_end(LiveStep& step);
  void say(const LiveStep& step, std::string_view text);

  TextSink sink_;
  const util::Redactor& redactor_;
  PlainLines plain_lines_;
  LiveSteps steps_;
  std::deque<Printed> printed_; // by number of the step
  std::string out_;
  LiveStep* current_{nullptr};
  Time last_news_;
  std::size_t waiting_bytes_{0};
  int last_number_{0};
};

Printed& PlainProgress::printed(const LiveStep& step) {
  if (printed_.size() <= step.number) {
    printed_.resize(step.number + 1);
  }
  return printed_[step.number];
}

void PlainProgress::flush() {
  if (!out_.empty()) {
    sink_(out_);
    out_.clear();
  }
}

void PlainProgress::add_waiting(const LiveStep& step, Seconds at, std::string_view line) {
  append_log_line(printed(step).waiting, at, line);
  waiting_bytes_ += line.size() + 1;
}

void PlainProgress::finish_log(LiveStep& step) {
  const Seconds at = step.time.total(steps_.now());
  step.log.finish(redactor_, [&](std::string_view line) {
    add_waiting(step, at, line);
    step.changed = true;
  });
}

void PlainProgress::finish(Seconds elapsed) {
  steps_.advance(elapsed);
  for (LiveStep& step : steps_.all()) {
    finish_log(step);
    const bool owes_end = step.time.completed() && !printed(step).ended;
    if (step.changed || owes_end) {
      print_step(step);
    }
  }
  flush();
}

void PlainProgress::print_news() {
  last_news_ = steps_.now();
  waiting_bytes_ = 0;
  print_changes();
  flush();
}

void PlainProgress::print_changes() {
  std::vector<LiveStep*> completed;
  std::vector<LiveStep*> running;
  for (LiveStep& step : steps_.all()) {
    if (step.changed) {
      (step.time.completed() ? completed : running).push_back(&step);
    }
  }
  LiveStep* const current = current_;
  std::ranges::stable_sort(completed, [&](const LiveStep* a, const LiveStep* b) {
    const bool same_kind = (a == current) == (b == current);
    return same_kind ? a->time.last_stop() < b->time.last_stop() : a == current;
  });
  for (LiveStep* const step : completed) {
    print_step(*step);
  }
  if (running.empty()) {
    const bool goes_on =
        current != nullptr && current->time.started() && !current->time.completed();
    if (!goes_on) {
      show_open_step();
    }
    return;
  }
  if (std::ranges::find(running, current) != running.end()) {
    print_step(*current);
  }
  if (LiveStep* const next = next_of(running, current); next != nullptr) {
    print_step(*next);
  }
}

// Names a step that is at work, so that the end of the log shows what the build waits for.
void PlainProgress::show_open_step() {
  for (LiveStep& step : steps_.all()) {
    if (step.time.started() && !step.time.completed() && &step != current_) {
      print_step(step);
      return;
    }
  }
}

// The step that gets the screen now; nullptr: `current` keeps it. Busy steps get it in proportion.
LiveStep* PlainProgress::next_of(const std::vector<LiveStep*>& running, const LiveStep* current) {
  const auto age = [&](const LiveStep& step) {
    return std::max(seconds_between(step.busy_since, steps_.now()), Seconds{0.001});
  };
  const auto speed = [&](const LiveStep& step) { return step.updates / age(step).count(); };
  LiveStep* busiest = nullptr;
  double all_speeds = 0;
  for (LiveStep* const step : running) {
    all_speeds += step == current ? 0 : speed(*step);
    const bool waited_enough =
        age(*step) > max_delay || printed(*step).waiting.size() > max_waiting_bytes;
    if (step != current && waited_enough) {
      return step;
    }
    if (step != current && (busiest == nullptr || speed(*busiest) < speed(*step))) {
      busiest = step;
    }
  }
  if (current == nullptr || current->time.completed()) {
    return busiest;
  }
  const double others_share = all_speeds / (all_speeds + speed(*current));
  return anti_flicker.count() / others_share < age(*current).count() ? busiest : nullptr;
}

void PlainProgress::say(const LiveStep& step, std::string_view text) {
  fmt::format_to(std::back_inserter(out_), "#{} {}\n", printed(step).number, text);
}

void PlainProgress::switch_to(LiveStep& step) {
  if (current_ != nullptr) {
    current_->updates = 0;
    say(*current_, "...");
  }
  int& number = printed(step).number;
  out_ += last_number_ == 0 ? "" : "\n";
  number = number == 0 ? ++last_number_ : number;
  say(step, step.name);
  current_ = &step;
}

void PlainProgress::print_step(LiveStep& step) {
  if (&step != current_) {
    switch_to(step);
  }
  if (step.time.completed()) {
    finish_log(step);
  }
  Printed& state = printed(step);
  state.ended = false;
  const bool has_open_status = print_statuses(step);
  for (; state.warnings < step.warnings.size(); ++state.warnings) {
    say(step, "WARN: " + step.warnings[state.warnings]);
  }
  print_waiting(step);
  step.changed = false;
  // The import of a remote cache reports progress on a step that has ended already.
  if (step.time.completed() && !has_open_status) {
    print_end(step);
  }
}

bool PlainProgress::print_statuses(LiveStep& step) {
  auto& shown = printed(step).statuses;
  shown.resize(step.statuses.size());
  bool has_open = false;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    LiveStatus& status = step.statuses[i];
    const bool fresh = std::exchange(status.fresh, false);
    if (!fresh || !tells_more(status, shown[i], steps_.now())) {
      continue;
    }
    shown[i] = {status.current, status.completed.value_or(steps_.now())};
    say(step, status_line(status, steps_.now()));
    has_open = has_open || !status.completed;
  }
  return has_open;
}

void PlainProgress::print_waiting(const LiveStep& step) {
  std::string& waiting = printed(step).waiting;
  const std::string prefix = fmt::format("#{} ", printed(step).number);
  for (std::string_view rest = waiting; !rest.empty();) {
    const std::size_t end = rest.find('\n') + 1;
    out_ += prefix;
    out_ += rest.substr(0, end);
    rest.remove_prefix(end);
  }
  waiting.clear();
}

void PlainProgress::print_end(LiveStep& step) {
  if (step.canceled()) {
    say(step, "CANCELED");
  } else if (step.failed()) {
    say(step, "ERROR: " + step.error);
  } else if (step.cached) {
    say(step, "CACHED");
  } else {
    say(step, fmt::format("DONE {:.1f}s", step.time.total(steps_.now()).count()));
  }
  printed(step).ended = true;
  step.updates = 0;
  current_ = nullptr;
}

} // namespace

std::unique_ptr<ProgressDisplay> plain_progress(TextSink sink, const util::Redactor& redactor) {
  return std::make_unique<PlainProgress>(std::move(sink), redactor);
}

} // namespace tidegate::report
