// SPDX-License-Identifier: Apache-2.0
#include "model/run_statistics.hpp"

namespace tidegate::model {

std::string_view to_text(Grouping by) {
  switch (by) {
  case Grouping::workflow:
    return "workflow";
  case Grouping::job:
    return "job";
  case Grouping::branch:
    return "branch";
  case Grouping::event:
    return "event";
  }
  return "workflow";
}

std::string_view to_text(JobPhase phase) {
  switch (phase) {
  case JobPhase::set_up:
    return "set_up";
  case JobPhase::build:
    return "build";
  case JobPhase::tear_down:
    return "tear_down";
  }
  return "build";
}

} // namespace tidegate::model
