// SPDX-License-Identifier: Apache-2.0
#include "model/verdict.hpp"

#include "model/metric.hpp"

#include <algorithm>

namespace tidegate::model {
namespace {

bool is_of_a_part(const Verdict& verdict) {
  const auto metric = parse_metric(verdict.metric);
  return metric && (!metric->part.empty() || metric->kind == MetricKind::cache_transfer);
}

// As usual and nothing to tell: no step that is responsible for something, for one.
bool is_quiet(const Verdict& verdict) {
  const auto& evidence = verdict.evidence;
  return verdict.rule == "prediction" && verdict.status <= Status::learning && verdict.news.empty()
         && (!evidence || evidence->effect < evidence->floor / 2);
}

int weight(const Verdict& verdict) {
  const bool is_light = verdict.status == Status::learning && is_of_a_part(verdict);
  return is_light ? -1 : static_cast<int>(verdict.status);
}

} // namespace

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

std::vector<Verdict> abridged(std::vector<Verdict> verdicts) {
  for (Verdict& verdict : verdicts) {
    if (!is_quiet(verdict)) {
      continue;
    }
    verdict.evidence.reset();
    if (const auto metric = parse_metric(verdict.metric); metric && !metric->part.empty()) {
      verdict.reason.clear();
    }
  }
  return verdicts;
}

const Verdict* gravest_verdict(const std::vector<Verdict>& verdicts) {
  const auto found = std::ranges::max_element(verdicts, {}, weight);
  return found == verdicts.end() ? nullptr : &*found;
}

Status gravest(const std::vector<Verdict>& verdicts) {
  const Verdict* const verdict = gravest_verdict(verdicts);
  return verdict == nullptr ? Status::pass : verdict->status;
}

} // namespace tidegate::model
