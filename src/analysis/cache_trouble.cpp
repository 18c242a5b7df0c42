// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_trouble.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tidegate::analysis {
namespace {

constexpr std::array<TroubleKind, 26> kinds{{
    {"write-denied",
     "export",
     "the cache service refuses the entry (a token that may only read, or no room left)",
     "save the cache in runs of push or workflow_dispatch only, give the job `cache-mode: write`, "
     "and look whether the repository's cache budget is used up"},
    {"read-denied",
     "import",
     "the token may not read",
     "give the job `cache-mode: read` or `write`, or leave --cache-from out"},
    {"read-only-token",
     "export",
     "the job's token may not write",
     "nothing, where this trigger is not meant to save; else build it on push, or give the job "
     "`cache-mode: write`"},
    {"token-malformed",
     "both",
     "the runtime token cannot be read",
     "pass ACTIONS_RUNTIME_TOKEN on as GitHub gave it, or use the tidegate action"},
    {"token-expired",
     "both",
     "the runtime token has expired",
     "take the token in the job that builds, and do not keep it"},
    {"token-rejected",
     "both",
     "the cache service does not accept the token (401)",
     "take the token in the job that builds; it ends with its job"},
    {"link-expired",
     "import",
     "the store of the cache no longer accepts the link to a layer (403)",
     "links live for a limited time: shorten the build, split it into stages that end sooner, or "
     "use a registry cache"},
    {"rate-limited",
     "export",
     "too many requests (429)",
     "export fewer layers: mode=min, fewer jobs that save at once, one scope that saves; GitHub "
     "takes 200 uploads a minute"},
    {"service-unreachable",
     "both",
     "the connection is refused",
     "check ACTIONS_RESULTS_URL, the network and the proxy of the builder, and githubstatus.com"},
    {"host-unknown",
     "both",
     "the host is unknown",
     "check ACTIONS_RESULTS_URL and the name server of the builder"},
    {"connection-lost",
     "both",
     "the connection was closed in the middle",
     "try again; where it repeats, look at the proxy between the builder and the service"},
    {"certificate",
     "both",
     "the certificate is not trusted",
     "give the builder the certificate of the proxy or server (buildkitd.toml, or the machine's "
     "store)"},
    {"blob-gone",
     "import",
     "a part of the cache is gone (404)",
     "nothing: the next export saves it again; where it repeats, the cache is over its budget and "
     "evicted early"},
    {"reserved-elsewhere",
     "export",
     "another job is saving the same layer (409)",
     "give jobs that run side by side a scope of their own, or let one of them save"},
    {"timed-out",
     "both",
     "it took too long",
     "try again; raise timeout= of the cache option where the layers are large"},
    {"access-denied",
     "both",
     "access is denied",
     "check the rights of the token or the login at the store of the cache"},
    {"not-there",
     "import",
     "there is no such cache",
     "nothing, on a first build; else check the name that --cache-from gives"},
    {"disk-full", "export", "the disk is full", "free disk space on the builder"},
    {"v1-client",
     "both",
     "the builder speaks version 1 of the cache service, which github.com has shut down",
     "update the builder (BuildKit >= 0.20, buildx >= 0.21) and pass ACTIONS_CACHE_SERVICE_V2 and "
     "ACTIONS_RESULTS_URL on to this step"},
    {"service-error",
     "both",
     "the cache service has an internal error (500)",
     "nothing here is wrong: try again later, see githubstatus.com"},
    {"service-unavailable",
     "both",
     "the cache service is out of order (503)",
     "nothing here is wrong: try again later, see githubstatus.com"},
    {"unsupported",
     "both",
     "this builder cannot do it",
     "use a builder with the docker-container driver, or turn on the engine's containerd image "
     "store"},
    {"dropped-silently",
     "both",
     "buildx drops the cache without a word",
     "use the tidegate action, which passes token and URL to the build step alone"},
    {"index-lost",
     "export",
     "the index of the cache was not stored although BuildKit called the export done",
     "nothing: the next build that saves repairs it; until then builds find nothing"},
    {"export-stalled",
     "export",
     "the export made no progress and was stopped",
     "try again; use mode=min, or raise cache-export-limit where the layers are large"},
    {"failed", "both", "it failed", "read the message; ignore-error=true lets a build go on"},
}};

// The rest of the table: what costs time or cannot be told for sure, and breaks nothing.
constexpr std::array<TroubleKind, 4> soft_kinds{{
    {"unconfirmed",
     "export",
     "the export could not be confirmed",
     "nothing: look at the cached steps of the next build"},
    {"slow-import",
     "import",
     "the cache service or the network is slow",
     "see whether the import costs more than it saves"},
    {"slow-export",
     "export",
     "the export takes long",
     "mode=min, fewer jobs that save at once, or a scope of its own for each of them"},
    {"v1-service",
     "both",
     "version 1 of the cache service will be used",
     "pass ACTIONS_CACHE_SERVICE_V2 and ACTIONS_RESULTS_URL on to this step"},
}};

struct Sign {
  std::string_view text; // what is written
  std::string_view kind;
};

// The first sign that is in the error counts: BuildKit's "maximum timeout reached:
// resource_exhausted" is about too many requests, not about a slow network.
constexpr std::array<Sign, 57> signs{{
    {"failed to reserve cache", "write-denied"},
    {"cache write denied", "write-denied"},
    {"cache read denied", "read-denied"},
    {"token is malformed", "token-malformed"},
    {"token contains an invalid number of segments", "token-malformed"},
    {"token expired", "token-expired"},
    {"unauthenticated", "token-rejected"},
    {"Server failed to authenticate the request", "link-expired"},
    {"AuthenticationFailed", "link-expired"},
    {"resource_exhausted", "rate-limited"},
    {" 429", "rate-limited"},
    {"Too Many Requests", "rate-limited"},
    {"invalid character '<'", "v1-client"},
    {"legacy service", "v1-client"},
    {"_apis/artifactcache", "v1-client"},
    {"connection refused", "service-unreachable"},
    {"network is unreachable", "service-unreachable"},
    {"no route to host", "service-unreachable"},
    {"connection reset", "connection-lost"},
    {"broken pipe", "connection-lost"},
    {"graceful_stop", "connection-lost"},
    {"\": EOF", "connection-lost"},
    {"unexpected EOF", "connection-lost"},
    {"no such host", "host-unknown"},
    {"server misbehaving", "host-unknown"},
    {"certificate", "certificate"},
    {"BlobNotFound", "blob-gone"},
    {"blob does not exist", "blob-gone"},
    {"blob not found", "blob-gone"},
    {"already_exists", "reserved-elsewhere"},
    {"maximum timeout reached", "timed-out"},
    {"deadline exceeded", "timed-out"},
    {"DeadlineExceeded", "timed-out"},
    {"imeout", "timed-out"}, // "timeout", "Timeout"
    {"unauthorized", "access-denied"},
    {"permission_denied", "access-denied"},
    {" 401", "token-rejected"},
    {" 403", "access-denied"},
    {"denied", "access-denied"},
    {"cache export is not supported", "unsupported"},
    {"Cache export is not supported", "unsupported"},
    {"cache export feature is currently not supported", "unsupported"},
    {"services aren't available", "service-unavailable"},
    {"unavailable", "service-unavailable"},
    {"Unavailable", "service-unavailable"},
    {" 503", "service-unavailable"},
    {" 502", "service-unavailable"},
    {" 504", "service-unavailable"},
    {"error response 404", "v1-client"},
    {"not found", "not-there"},
    {"not_found", "blob-gone"},
    {"no space left on device", "disk-full"},
    {"internal", "service-error"},
    {" 500", "service-error"},
    {"RESPONSE 5", "service-error"},
    {"bad_route", "v1-client"},
    {"failed to parse error response", "service-error"},
}};

std::string first_line(std::string_view error) {
  constexpr std::size_t max_bytes = 200;
  const std::string_view text = util::trim(error);
  return util::shorten(util::to_printable(text.substr(0, text.find('\n'))), max_bytes);
}

model::CacheTrouble from_kind(const TroubleKind& kind, std::string_view half, std::string text) {
  return {.kind = std::string(kind.word),
          .half = std::string(half),
          .text = std::move(text),
          .remedy = std::string(kind.remedy)};
}

} // namespace

std::span<const TroubleKind> trouble_kinds() {
  return kinds;
}

const TroubleKind& trouble_kind(std::string_view word) {
  for (const std::span<const TroubleKind> table :
       {std::span<const TroubleKind>(kinds), std::span<const TroubleKind>(soft_kinds)}) {
    const auto found = std::ranges::find(table, word, &TroubleKind::word);
    if (found != table.end()) {
      return *found;
    }
  }
  return kinds.back();
}

std::string_view recognise_trouble(std::string_view error) {
  const auto* const found = std::ranges::find_if(
      signs, [&](const Sign& sign) { return error.find(sign.text) != std::string_view::npos; });
  return found == signs.end() ? std::string_view() : found->kind;
}

model::CacheTrouble trouble_of(const model::Step& step, std::string_view half) {
  const TroubleKind& kind = trouble_kind(recognise_trouble(step.error));
  return from_kind(
      kind, half, fmt::format("{} failed: {} ({})", step.name, kind.words, first_line(step.error)));
}

model::CacheTrouble make_trouble(std::string_view word, std::string text) {
  const TroubleKind& kind = trouble_kind(word);
  return from_kind(kind, kind.half, std::move(text));
}

void add_trouble(model::Cache& cache, const model::CacheTrouble& trouble) {
  cache.problems.push_back(trouble.text);
  count_trouble(cache, trouble);
}

void count_trouble(model::Cache& cache, const model::CacheTrouble& trouble) {
  const auto same = std::ranges::find_if(cache.troubles, [&](const model::CacheTrouble& known) {
    return known.kind == trouble.kind && known.half == trouble.half;
  });
  if (same == cache.troubles.end()) {
    cache.troubles.push_back(trouble);
  } else {
    same->count += trouble.count;
  }
}

std::string trouble_line(const model::CacheTrouble& trouble) {
  const std::string times = trouble.count > 1 ? fmt::format(", {} times", trouble.count) : "";
  return fmt::format("{} ({}{}): {}", trouble.kind, trouble.half, times, trouble.remedy);
}

} // namespace tidegate::analysis
