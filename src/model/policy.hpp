// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

enum class GateMode { sigma, off };
enum class OnFail { fail, warn };
enum class EventLayout { standard, chora };

// mean + k standard deviations over the last `window` builds, from `min_samples` on.
struct SigmaRule {
  double k{2.0};
  int window{20};
  int min_samples{5};

  bool operator==(const SigmaRule&) const = default;
};

struct Policy {
  std::optional<Seconds> max_build_time;
  std::optional<std::uint64_t> max_image_size;
  std::optional<double> min_cache_hit_ratio; // 0 to 1
  GateMode mode{GateMode::sigma};
  SigmaRule sigma;
  OnFail on_fail{OnFail::fail};

  bool operator==(const Policy&) const = default;
};

// All of .github/tidegate.yml; every key has a default.
struct Settings {
  Policy policy;
  std::string events_dir{".tidegate/events"};
  EventLayout events_layout{EventLayout::standard};
  std::string store{".tidegate/history.db"};
  std::string timezone{"UTC"};               // IANA name, for the history store
  std::vector<std::string> shown_build_args; // names whose values may be stored and shown

  bool operator==(const Settings&) const = default;
};

} // namespace tidegate::model
