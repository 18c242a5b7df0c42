// SPDX-License-Identifier: Apache-2.0
#include "report/progress.hpp"

namespace tidegate::report {
namespace {

class SilentProgress final : public ProgressDisplay {
public:
  void show(const model::Progress& /*progress*/) override {}

  void plain_line(std::string_view /*line*/) override {}

  void tick(Seconds /*elapsed*/) override {}

  void finish(Seconds /*elapsed*/) override {}
};

} // namespace

std::unique_ptr<ProgressDisplay> silent_progress() {
  return std::make_unique<SilentProgress>();
}

} // namespace tidegate::report
