// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_trouble.hpp"
#include "analysis/step_name.hpp"
#include "analysis/vertex_record.hpp"

#include <algorithm>
#include <array>

namespace tidegate::analysis {
namespace {

bool failed(const model::Step& step) {
  return !step.error.empty() && !is_cancellation(step.error);
}

// "exporting to GitHub Actions Cache" -> "gha"; "exporting cache to registry" -> "registry".
std::string backend_of(std::string_view name) {
  struct Known {
    std::string_view end;
    std::string_view type;
  };

  static constexpr std::array<Known, 5> known{{
      {"GitHub Actions Cache", "gha"},
      {"registry", "registry"},
      {"client directory", "local"},
      {"Amazon S3", "s3"},
      {"Azure Blob Storage", "azblob"},
  }};
  const auto* const found =
      std::ranges::find_if(known, [&](const Known& entry) { return name.ends_with(entry.end); });
  return found == known.end() ? std::string() : std::string(found->type);
}

std::string kind_in(std::string_view error) {
  return std::string(trouble_kind(recognise_trouble(error)).word);
}

// buildx refuses to begin: "failed to configure gha cache exporter: token is malformed". The other
// half has the same token.
std::optional<CacheBreak> broken_set_up(std::string_view message) {
  const bool exporter = message.find("cache exporter: ") != std::string_view::npos;
  const bool importer = message.find("cache importer: ") != std::string_view::npos;
  if (!exporter && !importer) {
    return std::nullopt;
  }
  std::string kind = kind_in(message);
  const bool by_token = kind.starts_with("token-");
  const std::string half = exporter ? "export" : "import";
  const bool gha = message.find(" gha cache ") != std::string_view::npos;
  return CacheBreak{
      .kind = std::move(kind), .half = by_token ? "both" : half, .backend = gha ? "gha" : ""};
}

} // namespace

bool misses_blob(const model::Step& step) {
  const std::string& error = step.error;
  if (error.starts_with("process \"")) {
    return false;
  }
  const std::string_view kind = recognise_trouble(error);
  return kind == "blob-gone" || kind == "link-expired";
}

std::optional<CacheBreak> find_cache_break(const model::Build& build) {
  if (build.outcome != model::Outcome::failure || !build.error) {
    return std::nullopt;
  }
  std::optional<CacheBreak> found;
  for (const model::Step& step : build.steps) {
    const Phase phase = parse_step_name(step.name).phase;
    if (!failed(step) || phase == Phase::cache_import) {
      continue; // BuildKit goes on without an import
    }
    if (phase == Phase::cache_export) {
      found = CacheBreak{kind_in(step.error), "export", backend_of(step.name)};
    } else if (misses_blob(step)) {
      found = CacheBreak{kind_in(step.error), "import", ""};
    } else {
      return std::nullopt; // a failure of the project's own
    }
  }
  if (found) {
    return found;
  }
  if (auto set_up = broken_set_up(build.error->message)) {
    return set_up;
  }
  if (build.error->kind == "cache_service") {
    return CacheBreak{kind_in(build.error->message), "both", ""};
  }
  return std::nullopt;
}

} // namespace tidegate::analysis
