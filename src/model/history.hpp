// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "util/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

// What makes two builds comparable. Equal keys, one series.
struct SeriesKey {
  std::string repository;
  std::string workflow;
  std::string job;
  std::string leg;
  std::string image; // ref without its tag
  std::string dockerfile;
  std::string target;
  std::string platform;
  std::optional<CacheState> cache_state;
  std::string cpu_model;
  int cpus{0};

  bool operator==(const SeriesKey&) const = default;
};

SeriesKey series_key(const Build& build);

// "ghcr.io/o/app:1.2" -> "ghcr.io/o/app"; a port is not a tag; a digest goes too.
std::string image_name(const std::string& ref);

// One earlier successful build of a series.
struct Sample {
  std::string event_id;
  Time at;
  std::string sha;
  Seconds build_time{0};
  std::optional<std::uint64_t> image_bytes;
  std::optional<double> hit_ratio;

  bool operator==(const Sample&) const = default;
};

// Which of its builds are the past of a build. Empty ref: of any.
struct PastScope {
  std::optional<Time> until; // started then or before
  std::string ref;

  bool operator==(const PastScope&) const = default;
};

// What began before the build did. Where its pull request left the base branch is known, the base
// branch up to there: what came onto it since is not in the pull request.
PastScope past_scope(const Build& build);

// The past of one series, newest first, without the build that is judged.
// `available` false: it could not be read; `problem` says why.
struct History {
  std::vector<Sample> samples{};
  bool available{true};
  std::string problem{};
};

} // namespace tidegate::model
