// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_state.hpp"

#include "analysis/cache_trouble.hpp"
#include "analysis/step_name.hpp"
#include "analysis/vertex_record.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

namespace tidegate::analysis {
namespace {

bool failed(const model::Step& step) {
  return !step.error.empty() && !is_cancellation(step.error);
}

bool went_well(const model::Step& step) {
  return step.completed.has_value() && step.error.empty();
}

// These report an empty cache like a full one (moby/buildkit cache/remotecache/*: loadScope, load).
bool hides_a_miss(std::string_view import_name) {
  constexpr std::array<std::string_view, 3> silent{"from gha", "from s3", "from azblob"};
  return std::ranges::any_of(silent, [&](auto end) { return import_name.ends_with(end); });
}

void count(model::Cache& cache, const model::Step& step) {
  if (step.cacheable() && step.reached) {
    ++cache.cacheable_steps;
    cache.cached_steps += step.cached ? 1 : 0;
  }
}

void judge_state(model::Cache& cache) {
  if (cache.cacheable_steps == 0) {
    return;
  }
  cache.hit_ratio = static_cast<double>(cache.cached_steps) / cache.cacheable_steps;
  cache.state = model::CacheState::partial;
  if (cache.cached_steps == 0) {
    cache.state = model::CacheState::cold;
  } else if (cache.cached_steps == cache.cacheable_steps) {
    cache.state = model::CacheState::warm;
  }
}

struct Transfers {
  std::vector<model::Step> imports;
  std::vector<model::Step> exports;
  std::vector<model::Step> others;
  bool image_exported{false};
};

Transfers transfers_in(const std::vector<model::Step>& steps) {
  Transfers transfers;
  for (const model::Step& step : steps) {
    const Phase phase = parse_step_name(step.name).phase;
    if (phase == Phase::cache_import) {
      transfers.imports.push_back(step);
    } else if (phase == Phase::cache_export) {
      transfers.exports.push_back(step);
    } else {
      const bool exports_image = phase == Phase::export_image;
      transfers.image_exported = transfers.image_exported || (exports_image && went_well(step));
      transfers.others.push_back(step);
    }
  }
  return transfers;
}

// An inline cache is part of the image and has no step of its own.
bool all_exported(const Transfers& transfers, const std::vector<std::string>& backends) {
  const bool is_inline = std::ranges::find(backends, "inline") != backends.end();
  if (transfers.exports.empty()) {
    return is_inline && transfers.image_exported;
  }
  return std::ranges::all_of(transfers.exports, went_well);
}

void add_troubles(model::Cache& cache,
                  const std::vector<model::Step>& steps,
                  std::string_view half) {
  for (const model::Step& step : steps) {
    if (failed(step)) {
      add_trouble(cache, trouble_of(step, half));
    }
  }
}

} // namespace

model::Cache read_cache(const std::vector<model::Step>& steps,
                        const std::vector<std::string>& backends) {
  model::Cache cache;
  cache.backend = util::join(backends, ",");
  std::ranges::for_each(steps, [&](const model::Step& step) { count(cache, step); });
  judge_state(cache);

  Transfers transfers = transfers_in(steps);
  cache.imported = std::ranges::any_of(transfers.imports, [&](const model::Step& step) {
    return went_well(step) && (cache.cached_steps > 0 || !hides_a_miss(step.name));
  });
  cache.exported = all_exported(transfers, backends);
  add_troubles(cache, transfers.imports, "import");
  add_troubles(cache, transfers.exports, "export");
  std::erase_if(transfers.others, std::not_fn(misses_blob));
  add_troubles(cache, transfers.others, "import");
  return cache;
}

} // namespace tidegate::analysis
