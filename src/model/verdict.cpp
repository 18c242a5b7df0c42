// SPDX-License-Identifier: Apache-2.0
#include "model/verdict.hpp"

#include <algorithm>

namespace tidegate::model {

std::string_view to_text(Status status) {
  switch (status) {
  case Status::pass:
    return "pass";
  case Status::learning:
    return "learning";
  case Status::inconclusive:
    return "inconclusive";
  case Status::warn:
    return "warn";
  case Status::fail:
    return "fail";
  }
  return {};
}

std::string_view to_text(Unit unit) {
  switch (unit) {
  case Unit::seconds:
    return "seconds";
  case Unit::bytes:
    return "bytes";
  case Unit::ratio:
    return "ratio";
  case Unit::points:
    return "points";
  }
  return {};
}

std::optional<Status> parse_status(std::string_view text) {
  for (const Status status :
       {Status::pass, Status::learning, Status::inconclusive, Status::warn, Status::fail}) {
    if (text == to_text(status)) {
      return status;
    }
  }
  return std::nullopt;
}

std::optional<Unit> parse_unit(std::string_view text) {
  for (const Unit unit : {Unit::seconds, Unit::bytes, Unit::ratio, Unit::points}) {
    if (text == to_text(unit)) {
      return unit;
    }
  }
  return std::nullopt;
}

Status gravest(const std::vector<Verdict>& verdicts) {
  Status worst = Status::pass;
  for (const Verdict& verdict : verdicts) {
    worst = std::max(worst, verdict.status);
  }
  return worst;
}

} // namespace tidegate::model
