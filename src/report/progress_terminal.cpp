// SPDX-License-Identifier: Apache-2.0
#include "report/display_width.hpp"
#include "report/terminal_frame.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace tidegate::report {
namespace {

// Kept of a step's log: for the last lines under it while it runs, and for all to see if it fails.
constexpr std::size_t max_tail_lines = 50;
constexpr std::size_t max_tail_line_bytes = 2000;

// buildx's words after a failure belong below the final state of the steps; more than this is shown
// at once instead of kept.
constexpr std::size_t max_held_lines = 500;

constexpr std::string_view hide_cursor = "\x1b[?25l";
constexpr std::string_view show_cursor = "\x1b[?25h";
constexpr std::string_view clear_line_end = "\x1b[K";
constexpr std::string_view clear_below = "\x1b[J";
constexpr std::string_view reset = "\x1b[0m";

std::string_view colour_of(FrameLine::Look look) {
  switch (look) {
  case FrameLine::Look::done:
    return "\x1b[34m";
  case FrameLine::Look::canceled:
    return "\x1b[33m";
  case FrameLine::Look::failed:
    return "\x1b[31m";
  case FrameLine::Look::log:
    return "\x1b[2m";
  case FrameLine::Look::normal:
  case FrameLine::Look::header:
    break;
  }
  return {};
}

class TerminalProgress final : public ProgressDisplay {
public:
  TerminalProgress(TextSink sink, std::function<Screen()> screen, const util::Redactor& redactor)
      : sink_(std::move(sink)),
        screen_(std::move(screen)),
        redactor_(redactor),
        plain_lines_(redactor),
        steps_(redactor) {}

  void show(const model::Progress& progress) override {
    steps_.apply(progress, [this](LiveStep& step, Seconds at, std::string_view line) {
      remember(step, at, line);
    });
  }

  void plain_line(std::string_view line) override {
    held_.push_back(plain_lines_.show(line));
    if (steps_.all().empty() || held_.size() > max_held_lines) {
      draw(false);
    }
  }

  void tick(Seconds elapsed) override {
    elapsed_ = std::max(elapsed_, elapsed);
    steps_.advance(elapsed_);
    forget_logs();
    if (!steps_.all().empty()) {
      draw(false);
    }
  }

  void finish(Seconds elapsed) override;

private:
  std::deque<TailLine>& tail(const LiveStep& step);
  void remember(const LiveStep& step, Seconds at, std::string_view line);
  void forget_logs();
  void draw(bool finished);
  [[nodiscard]] std::string back_to_top(int columns) const;
  [[nodiscard]] std::string failed_logs();
  std::string take_held();

  TextSink sink_;
  std::function<Screen()> screen_;
  const util::Redactor& redactor_;
  PlainLines plain_lines_;
  LiveSteps steps_;
  std::deque<std::deque<TailLine>> tails_; // by number of the step
  std::vector<std::string> held_;          // buildx's words
  std::vector<int> drawn_;                 // widths of the lines on the screen
  Seconds elapsed_{0};
};

std::deque<TailLine>& TerminalProgress::tail(const LiveStep& step) {
  if (tails_.size() <= step.number) {
    tails_.resize(step.number + 1);
  }
  return tails_[step.number];
}

void TerminalProgress::remember(const LiveStep& step, Seconds at, std::string_view line) {
  auto& lines = tail(step);
  if (lines.size() >= max_tail_lines) {
    lines.pop_front();
  }
  lines.push_back({at, util::shorten(line, max_tail_line_bytes)});
}

// Nobody will look at the logs of what went well.
void TerminalProgress::forget_logs() {
  for (const LiveStep& step : steps_.all()) {
    if (step.time.completed() && step.error.empty()) {
      tail(step).clear();
    }
  }
}

// The lines may have been wrapped since, by a terminal that became narrower.
std::string TerminalProgress::back_to_top(int columns) const {
  int rows = 0;
  for (const int width : drawn_) {
    rows += std::max(1, (width + columns - 1) / columns);
  }
  return rows > 0 ? fmt::format("\r\x1b[{}A", rows) : std::string{"\r"};
}

std::string TerminalProgress::take_held() {
  std::string text;
  for (const std::string& line : std::exchange(held_, {})) {
    text += line;
    text += clear_line_end;
    text += '\n';
  }
  return text;
}

void TerminalProgress::draw(bool finished) {
  const Screen screen = screen_();
  const bool holds = !finished && held_.size() <= max_held_lines && !steps_.all().empty();
  std::string out{hide_cursor};
  out += back_to_top(std::max(screen.columns, 1));
  drawn_.clear();
  if (!holds && !finished) {
    out += take_held();
  }
  if (!steps_.all().empty()) {
    const TerminalState state{steps_, tails_, redactor_, elapsed_, finished};
    for (const FrameLine& line : frame(state, screen)) {
      const std::string_view colour = screen.colour ? colour_of(line.look) : std::string_view{};
      out += colour;
      out += line.text;
      out += colour.empty() ? std::string_view{} : reset;
      out += clear_line_end;
      out += '\n';
      drawn_.push_back(display_width(line.text));
    }
  }
  out += clear_below;
  out += show_cursor;
  sink_(out);
}

// The last words of the steps that failed, as BuildKit's own terminal display leaves them.
std::string TerminalProgress::failed_logs() {
  std::string out;
  for (const LiveStep& step : steps_.all()) {
    if (!step.failed()) {
      continue;
    }
    out += fmt::format("------\n > {}:\n", step.name);
    for (const TailLine& line : tail(step)) {
      out += fmt::format("{:.3f} {}\n", line.at.count(), line.text);
    }
    out += "------\n";
  }
  return out;
}

void TerminalProgress::finish(Seconds elapsed) {
  elapsed_ = std::max(elapsed_, elapsed);
  steps_.advance(elapsed_);
  for (LiveStep& step : steps_.all()) {
    const Seconds at = step.time.total(steps_.now());
    step.log.finish(redactor_, [&](std::string_view line) { remember(step, at, line); });
  }
  if (!steps_.all().empty()) {
    draw(true);
  }
  drawn_.clear();
  const std::string rest = failed_logs() + take_held();
  if (!rest.empty()) {
    sink_(rest);
  }
}

} // namespace

std::unique_ptr<ProgressDisplay>
terminal_progress(TextSink sink, std::function<Screen()> screen, const util::Redactor& redactor) {
  return std::make_unique<TerminalProgress>(std::move(sink), std::move(screen), redactor);
}

} // namespace tidegate::report
