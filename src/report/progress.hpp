// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/progress.hpp"
#include "util/secrets.hpp"
#include "util/time.hpp"

#include <functional>
#include <memory>
#include <string_view>

namespace tidegate::report {

using TextSink = std::function<void(std::string_view)>;

struct Screen {
  int columns{80};
  int rows{24};
  bool colour{false};
};

// Live display of a running build, fed with the same messages as the fold.
class ProgressDisplay {
public:
  virtual ~ProgressDisplay() = default;
  virtual void show(const model::Progress& progress) = 0;
  virtual void plain_line(std::string_view line) = 0; // buildx's own words
  virtual void tick(Seconds elapsed) = 0;             // redraw, about ten times a second
  virtual void finish(Seconds elapsed) = 0;           // leave the final state on the screen
};

// Like `--progress=plain`: "#7 [build 2/5] RUN make", "#7 0.123 text", "#7 CACHED", "#7 DONE 1.2s".
// Everything shown went through the redactor and is printable.
std::unique_ptr<ProgressDisplay> plain_progress(TextSink sink, const util::Redactor& redactor);

// Like `--progress=tty`: running steps with timers and the last lines of their logs, redrawn in
// place; `screen` is asked before each redraw. `redactor` must outlive the display.
std::unique_ptr<ProgressDisplay>
terminal_progress(TextSink sink, std::function<Screen()> screen, const util::Redactor& redactor);

// Like `--quiet`: only buildx's own words, which tell why a build failed.
std::unique_ptr<ProgressDisplay> quiet_progress(TextSink sink, const util::Redactor& redactor);

// Shows nothing.
std::unique_ptr<ProgressDisplay> silent_progress();

} // namespace tidegate::report
