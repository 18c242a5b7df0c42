// SPDX-License-Identifier: Apache-2.0
#include "report/log_lines.hpp"
#include "report/progress.hpp"

#include <utility>

namespace tidegate::report {
namespace {

class SilentProgress : public ProgressDisplay {
public:
  void show(const model::Progress& /*progress*/) override {}

  void plain_line(std::string_view /*line*/) override {}

  void tick(Seconds /*elapsed*/) override {}

  void finish(Seconds /*elapsed*/) override {}
};

class QuietProgress final : public SilentProgress {
public:
  QuietProgress(TextSink sink, const util::Redactor& redactor)
      : sink_(std::move(sink)),
        plain_lines_(redactor) {}

  void plain_line(std::string_view line) override { sink_(plain_lines_.show(line) + "\n"); }

private:
  TextSink sink_;
  PlainLines plain_lines_;
};

} // namespace

std::unique_ptr<ProgressDisplay> quiet_progress(TextSink sink, const util::Redactor& redactor) {
  return std::make_unique<QuietProgress>(std::move(sink), redactor);
}

std::unique_ptr<ProgressDisplay> silent_progress() {
  return std::make_unique<SilentProgress>();
}

} // namespace tidegate::report
