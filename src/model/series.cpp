// SPDX-License-Identifier: Apache-2.0
#include "model/series.hpp"

namespace tidegate::model {

SeriesRule series_rule(SeriesProfile profile) {
  SeriesRule rule;
  if (profile == SeriesProfile::strict) { // finds +20 % in noise of 10 %, at more false reds
    rule.limit = 3.2;
    rule.record_factor = 1.2;
    rule.floor = 0.04879016416943205; // ln 1.05
    rule.floor_sigmas = 1.0;
    rule.floor_most = 0.11332868530700327; // ln 1.12
    rule.short_episode = 0;
    rule.close_odds = 2.0;
  }
  if (profile == SeriesProfile::lenient) { // for noisy series that nobody wants to hear of
    rule.limit = 4.2;
    rule.clip = 4.7;
    rule.floor = 0.13976194237515863; // ln 1.15
    rule.floor_sigmas = 2.0;
    rule.floor_most = 0.22314355131420976; // ln 1.25
    rule.least_sigma = 0.03;
  }
  return rule;
}

std::string_view to_text(SeriesProfile profile) {
  switch (profile) {
  case SeriesProfile::strict:
    return "strict";
  case SeriesProfile::lenient:
    return "lenient";
  case SeriesProfile::default_rule:
    break;
  }
  return "default";
}

std::string_view to_text(PointStatus status) {
  switch (status) {
  case PointStatus::learning:
    return "learning";
  case PointStatus::pass:
    return "pass";
  case PointStatus::inconclusive:
    return "inconclusive";
  case PointStatus::red:
    return "red";
  case PointStatus::invalid:
    break;
  }
  return "invalid";
}

} // namespace tidegate::model
