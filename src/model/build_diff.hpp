// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

// One value in two builds; absent where a build has no such thing or it was not measured.
template<typename Value>
struct Change {
  std::optional<Value> before;
  std::optional<Value> after;

  bool operator==(const Change&) const = default;
};

using TimeChange = Change<Seconds>;
using BytesChange = Change<std::uint64_t>;

// `after` less `before`; absent where either is.
std::optional<Seconds> difference(const TimeChange& change);
std::optional<std::int64_t> difference(const BytesChange& change);

// What became of a step or a layer. `changed`: another text at the same place.
enum class Fate { same, changed, moved, added, removed };

struct PhaseDiff {
  std::string name; // "load_context", as in the build record
  TimeChange time;

  bool operator==(const PhaseDiff&) const = default;
};

struct StageDiff {
  std::string name;
  std::string platform;
  TimeChange wall;
  TimeChange own;
  Change<int> cached_steps;
  Change<int> cacheable_steps;
  BytesChange size_bytes;

  bool operator==(const StageDiff&) const = default;
};

struct StepDiff {
  std::string name;   // in the later build; of a removed step in the earlier one
  std::string before; // its earlier name where that was another
  std::string platform;
  std::optional<SourceLines> lines; // as `name`
  Fate fate{Fate::same};
  TimeChange time;
  TimeChange critical;
  Change<bool> cached; // absent also where the build did not reach it

  bool operator==(const StepDiff&) const = default;
};

// The first step of a stage that was not cached, in both builds.
struct MissDiff {
  struct Side {
    std::string step;
    MissCause cause{MissCause::unknown};
    std::string because;
    int followers{0};
    std::optional<Seconds> cost;

    bool operator==(const Side&) const = default;
  };

  std::string stage;
  std::string platform;
  std::optional<Side> before;
  std::optional<Side> after;

  bool operator==(const MissDiff&) const = default;
};

struct CacheDiff {
  Change<CacheState> state;
  Change<double> hit_ratio;
  Change<int> cached_steps;
  Change<int> cacheable_steps;
  TimeChange saved;
  TimeChange import_time;
  TimeChange export_time;
  BytesChange exported_bytes;

  bool operator==(const CacheDiff&) const = default;
};

struct LayerDiff {
  std::string created_by;
  std::string step; // name of the step that made it; empty where nobody told
  bool base{false};
  Fate fate{Fate::same};
  BytesChange compressed_bytes;
  BytesChange unpacked_bytes;

  bool operator==(const LayerDiff&) const = default;
};

struct ImageDiff {
  BytesChange size_bytes;
  BytesChange compressed_bytes;
  BytesChange unpacked_bytes;
  BytesChange wasted_bytes;
  std::vector<LayerDiff> layers;

  bool operator==(const ImageDiff&) const = default;
};

struct ContextDiff {
  BytesChange sent_bytes;
  BytesChange bytes;
  BytesChange ignored_bytes;

  bool operator==(const ContextDiff&) const = default;
};

struct DiffSide {
  std::string id;
  std::optional<Time> started;
  std::optional<Outcome> outcome;
  std::string image; // reference, first tag or target
  std::string sha;
  std::string ref;
  std::string machine; // CPU model and number of CPUs

  bool operator==(const DiffSide&) const = default;
};

// Two builds side by side. Lists begin with the largest growth.
struct BuildDiff {
  DiffSide before;
  DiffSide after;
  TimeChange duration;
  std::vector<PhaseDiff> phases; // in the order of a build
  std::vector<StageDiff> stages;
  std::vector<StepDiff> steps;
  std::vector<MissDiff> misses;
  CacheDiff cache;
  ImageDiff image;
  ContextDiff context;
  std::vector<std::string> remarks; // why a comparison means less than it seems

  bool operator==(const BuildDiff&) const = default;
};

std::string_view to_text(Fate fate);

} // namespace tidegate::model
