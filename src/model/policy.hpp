// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/metric.hpp"
#include "model/series.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

enum class GateMode { prediction, sigma, off };
enum class OnFail { fail, warn };
// What to do where the cache service, not the Dockerfile, broke the build.
enum class OnCacheFailure { rebuild, fail };
// How closely an image is looked at: its layers, the files in them too (as long as `docker save`
// takes), or its size alone.
enum class ImageDetail { layers, contents, off };
enum class EventLayout { standard, chora };

// mean + k standard deviations over the last `window` builds, from `min_samples` on.
struct SigmaRule {
  double k{2.0};
  int window{20};
  int min_samples{5};

  bool operator==(const SigmaRule&) const = default;
};

// What the policy says of one metric; the rest is the profile's. The least effect that is red: a
// share of the usual value (0.1), and an amount in the unit of the metric.
struct MetricPolicy {
  std::optional<bool> judged{};
  std::optional<OnFail> on_fail{};
  std::optional<SeriesProfile> profile{};
  std::optional<double> floor{};
  std::optional<double> floor_absolute{};
  std::optional<int> min_samples{};

  bool operator==(const MetricPolicy&) const = default;
};

struct Policy {
  std::optional<Seconds> max_build_time;
  std::optional<std::uint64_t> max_image_size;
  std::optional<double> min_cache_hit_ratio; // 0 to 1
  std::optional<double> min_health;          // 0 to 100
  GateMode mode{GateMode::prediction};
  SeriesProfile profile{SeriesProfile::default_rule};
  std::map<MetricKind, MetricPolicy> metrics{};
  int confirm{1};                       // how often to measure again before red
  Seconds confirm_limit{600};           // all of that together, at most
  OnFail on_inconclusive{OnFail::warn}; // warn: told, and the job goes on
  OnFail on_creep{OnFail::warn};
  SigmaRule sigma;
  OnFail on_fail{OnFail::fail};

  bool operator==(const Policy&) const = default;
};

// When an export of the cache is stopped: after so long without a sign of progress, and after so
// long at all.
struct ExportLimits {
  Seconds stall{120};
  Seconds total{600};

  bool operator==(const ExportLimits&) const = default;
};

// All of .github/tidegate.yml; every key has a default.
struct Settings {
  Policy policy;
  OnCacheFailure on_cache_failure{OnCacheFailure::rebuild};
  ExportLimits export_limits;
  std::string events_dir{".tidegate/events"};
  EventLayout events_layout{EventLayout::standard};
  std::string events_branch{"tidegate-data"}; // where `events publish` commits them
  std::string store{".tidegate/history.db"};
  std::string timezone{"UTC"}; // IANA name, for the history store
  ImageDetail image_detail{ImageDetail::layers};
  std::vector<std::string> shown_build_args; // names whose values may be stored and shown

  bool operator==(const Settings&) const = default;
};

} // namespace tidegate::model
