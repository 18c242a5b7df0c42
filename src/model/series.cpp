// SPDX-License-Identifier: Apache-2.0
#include "model/series.hpp"

namespace tidegate::model {

namespace {

constexpr double ln_112 = 0.11332868530700327;
constexpr double ln_125 = 0.22314355131420976;

void set_limits(double tidy, double plain, double ugly, SeriesRule& rule) {
  rule.tidy.limit = tidy;
  rule.plain.limit = plain;
  rule.ugly.limit = ugly;
}

void set_floors(double sigmas, double most, SeriesRule& rule) {
  for (auto* limits : {&rule.tidy, &rule.plain, &rule.ugly}) {
    limits->floor_sigmas = sigmas;
    limits->floor_most = most;
  }
}

} // namespace

SeriesRule series_rule(SeriesProfile profile) {
  SeriesRule rule;
  if (profile == SeriesProfile::strict) { // finds +20 % in noise of 10 %, at more false reds
    set_limits(2.8, 3.2, 3.6, rule);
    set_floors(1.0, ln_112, rule);
    rule.plain.record_factor = rule.ugly.record_factor = 1.2;
    rule.plain.close_odds = rule.ugly.close_odds = 2.0;
    rule.floor = 0.04879016416943205; // ln 1.05
    rule.short_episode = 0;
  }
  if (profile == SeriesProfile::lenient) { // for noisy series that nobody wants to hear of
    set_limits(3.6, 4.2, 4.8, rule);
    set_floors(2.0, ln_125, rule);
    rule.clip = 4.7;
    rule.floor = 0.13976194237515863; // ln 1.15
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
