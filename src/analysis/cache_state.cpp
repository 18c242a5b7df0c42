// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_state.hpp"

#include "analysis/step_name.hpp"
#include "analysis/vertex_record.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <functional>
#include <optional>
#include <string_view>

namespace tidegate::analysis {
namespace {

struct Cause {
  std::string_view sign; // what BuildKit writes
  std::string_view words;
};

// The first sign that is in the error counts: BuildKit's "maximum timeout reached:
// resource_exhausted" is about too many requests, not about a slow network.
constexpr std::array<Cause, 28> causes{{
    {"failed to reserve cache",
     "the cache service refuses the entry (a token that may only read, or no room left)"},
    {"cache write denied", "the token may not write"},
    {"cache read denied", "the token may not read"},
    {"token is malformed", "the runtime token cannot be read"},
    {"token expired", "the runtime token has expired"},
    {"unauthenticated", "the cache service does not accept the token (401)"},
    {"resource_exhausted", "too many requests (429)"},
    {" 429", "too many requests (429)"},
    {"connection refused", "the connection is refused"},
    {"connection reset", "the connection was closed in the middle"},
    {"\": EOF", "the connection was closed in the middle"},
    {"unexpected EOF", "the connection was closed in the middle"},
    {"no such host", "the host is unknown"},
    {"certificate", "the certificate is not trusted"},
    {"BlobNotFound", "a part of the cache is gone (404)"},
    {"blob does not exist", "a part of the cache is gone (404)"},
    {"maximum timeout reached", "it took too long"},
    {"deadline exceeded", "it took too long"},
    {"timeout", "it took too long"},
    {"unauthorized", "access is denied"},
    {"permission_denied", "access is denied"},
    {" 403", "access is denied"},
    {"denied", "access is denied"},
    {"not found", "there is no such cache"},
    {"no space left on device", "the disk is full"},
    {"internal", "the cache service has an internal error (500)"},
    {"RESPONSE 5", "the store of the cache has an internal error"},
    {"unavailable", "the cache service is out of order (503)"},
}};

std::string_view words_for(std::string_view error) {
  const auto found = std::ranges::find_if(
      causes, [&](const Cause& cause) { return error.find(cause.sign) != std::string_view::npos; });
  return found == causes.end() ? std::string_view("it failed") : found->words;
}

std::string first_line(std::string_view error) {
  constexpr std::size_t max_bytes = 200;
  const std::string_view text = util::trim(error);
  return util::shorten(util::to_printable(text.substr(0, text.find('\n'))), max_bytes);
}

// "importing cache manifest from gha failed: the connection is refused (Post ...)"
std::string problem_of(const model::Step& step) {
  return fmt::format(
      "{} failed: {} ({})", step.name, words_for(step.error), first_line(step.error));
}

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
  const bool reached = step.started.has_value() || step.cached;
  if (step.cacheable() && reached) {
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

// A cached layer is fetched by whatever needs it first, mostly the export of the image. A command
// that failed is quoted in its error, and may quote anything.
bool misses_blob(const model::Step& step) {
  const std::string& error = step.error;
  return !error.starts_with("process \"")
         && (error.find("BlobNotFound") != std::string::npos
             || error.find("blob does not exist") != std::string::npos);
}

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

void add_problems(model::Cache& cache, const std::vector<model::Step>& steps) {
  for (const model::Step& step : steps) {
    if (failed(step)) {
      cache.problems.push_back(problem_of(step));
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
  add_problems(cache, transfers.imports);
  add_problems(cache, transfers.exports);
  std::erase_if(transfers.others, std::not_fn(misses_blob));
  add_problems(cache, transfers.others);
  return cache;
}

} // namespace tidegate::analysis
