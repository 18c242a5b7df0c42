// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/failure.hpp"

#include "adapters/docker/failure_text.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstddef>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace tidegate::docker {
namespace {

struct Sign {
  std::string_view text;
  std::string_view kind;
};

struct Advice {
  std::string_view kind;
  std::string_view sentence;
};

// Words of docker, buildx and BuildKit; the first that is in the message counts, so what is narrow
// stands before what is wide. All of them were recorded (tests/data/rawjson) or read in the
// sources.
constexpr std::array<Sign, 58> signs{{
    {"'buildx' is not a docker command", "buildx_missing"},
    {"unknown command: docker buildx", "buildx_missing"},
    {"unknown flag: --progress", "buildx_missing"},      // docker's own word
    {"invalid progress mode rawjson", "buildx_too_old"}, // buildx < 0.12
    {"unknown flag: --metadata-file", "buildx_too_old"},
    {"Cannot connect to the Docker daemon", "engine_unreachable"},
    {"Is the docker daemon running", "engine_unreachable"},
    {"failed to connect to the docker API", "engine_unreachable"},
    {"error during connect", "engine_unreachable"},
    {"permission denied while trying to connect", "engine_unreachable"},
    {"failed to list workers", "engine_unreachable"},
    {"error reading from server", "engine_unreachable"}, // BuildKit went away in the middle
    {"no space left on device", "disk_full"},
    {"disk quota exceeded", "disk_full"},
    {"Cache export is not supported", "cache_unsupported"},
    {"cache export feature is currently not supported", "cache_unsupported"},
    {"unknown cache exporter", "usage"},
    {"unknown cache importer", "usage"},
    {"CacheService/", "cache_service"},
    {"failed to reserve cache", "cache_service"},
    {"error writing layer blob", "cache_service"},
    {"cache exporter: ", "cache_service"}, // "failed to configure gha cache exporter: ..."
    {"cache importer: ", "cache_service"},
    {"BlobNotFound", "cache_service"},
    {"The specified blob does not exist", "cache_service"},
    {"failed to push ", "image_export"},
    {"failed to resolve source metadata", "base_image"},
    {"pull access denied", "base_image"},
    {"failed to authorize", "base_image"},
    {"no match for platform in manifest", "base_image"},
    {"failed to load cache key", "context"}, // a git or http context
    {"failed to read dockerfile: open ", "dockerfile_missing"},
    {"failed to read dockerfile", "context"},
    {"unable to evaluate symlinks in Dockerfile path", "dockerfile_missing"},
    {"resolve : lstat ", "dockerfile_missing"}, // the folder of --file is not there
    {"dockerfile parse error", "dockerfile_syntax"},
    {"failed to parse dockerfile", "dockerfile_syntax"},
    {"the Dockerfile cannot be empty", "dockerfile_syntax"},
    {"should not be blank", "dockerfile_syntax"},
    {"needs to be defined before current stage", "dockerfile_syntax"},
    {"circular dependency detected on stage", "dockerfile_syntax"},
    {"target stage ", "usage"},
    {"unable to prepare context", "context"},
    {"failed to calculate checksum", "context"},
    {"\": not found", "context"}, // "/missing.txt": not found
    {"error from sender", "context"},
    {"failed to walk", "context"},
    {"unknown flag", "usage"},
    {"unknown shorthand flag", "usage"},
    {"flag needs an argument", "usage"},
    {"invalid argument", "usage"},
    {"invalid value", "usage"},
    {"invalid reference format", "usage"},
    {"requires 1 argument", "usage"},
    {"requires exactly 1 argument", "usage"},
    {"could not be found", "usage"}, // an exporter
    {"no builder ", "usage"},
    {"is required for ", "usage"},
}};

bool is_cancellation(std::string_view text) {
  return util::trim(text).ends_with("context canceled");
}

// The message quotes the command and the command may quote anything, so this comes before the
// signs.
bool is_failed_process(std::string_view message) {
  return message.starts_with("process \"")
         && message.find("did not complete successfully") != std::string_view::npos;
}

bool exports_cache(const model::Step& step) {
  return step.name.starts_with("exporting cache")
         || step.name.starts_with("exporting to GitHub Actions Cache");
}

const model::Step* failed_step(const std::vector<model::Step>& steps) {
  const auto found = std::ranges::find_if(steps, [](const model::Step& step) {
    // An import that failed is no reason to fail: BuildKit goes on without it.
    const bool import = step.name.starts_with("importing cache manifest");
    return !step.error.empty() && !is_cancellation(step.error) && !import;
  });
  return found == steps.end() ? nullptr : &*found;
}

std::string kind_by_step(const model::Step& step) {
  if (step.index > 0) {
    return "step_failed";
  }
  if (exports_cache(step)) {
    return "cache_service";
  }
  return step.name.starts_with("exporting ") ? "image_export" : "unknown";
}

bool was_canceled(const FailureEvidence& evidence, std::string_view message) {
  constexpr int by_interrupt = 128 + SIGINT;
  constexpr int by_termination = 128 + SIGTERM;
  return evidence.exit_status == by_interrupt || evidence.exit_status == by_termination
         || message.starts_with("Canceled: ") || message == "context canceled";
}

std::string kind_of(const FailureEvidence& evidence, std::string_view message, bool has_excerpt) {
  if (was_canceled(evidence, message)) {
    return "canceled";
  }
  if (is_failed_process(message)) {
    return "step_failed";
  }
  const auto sign = std::ranges::find_if(
      signs, [&](const Sign& s) { return message.find(s.text) != std::string_view::npos; });
  if (sign != signs.end()) {
    return std::string(sign->kind);
  }
  if (const model::Step* const step = failed_step(evidence.steps)) {
    return kind_by_step(*step);
  }
  if (has_excerpt) {
    return "dockerfile_syntax"; // the frontend points at a line and nothing has run
  }
  constexpr int docker_usage = 125;
  return evidence.exit_status == docker_usage ? "usage" : "unknown";
}

std::string message_of(const FailureEvidence& evidence) {
  constexpr std::size_t max_bytes = 4096;
  std::string message = find_message(evidence.plain_lines);
  if (message.empty()) {
    const model::Step* const step = failed_step(evidence.steps);
    message = step == nullptr ? fmt::format("buildx ended with exit status {} and gave no reason",
                                            evidence.exit_status)
                              : step->error;
  }
  return util::shorten(util::to_printable(message), max_bytes);
}

// BuildKit passes on a bare word of the cache service ("internal"), which says nothing without its
// step; docker without the plugin only complains about an option that nobody gave it.
std::string
with_context(const std::string& message, std::string_view kind, const FailureEvidence& evidence) {
  if (kind == "buildx_missing") {
    return "docker has no buildx: " + message;
  }
  const bool one_word = message.find(' ') == std::string::npos;
  const model::Step* const step = one_word ? failed_step(evidence.steps) : nullptr;
  return step != nullptr && exports_cache(*step) ? step->name + ": " + message : message;
}

// "dockerfile parse error on line 2: ..." of a frontend that prints no excerpt.
std::optional<int> line_in(std::string_view message) {
  constexpr std::string_view mark = "parse error on line ";
  constexpr std::size_t max_digits = 7;
  const std::size_t at = message.find(mark);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  int line = 0;
  for (const char c : message.substr(at + mark.size(), max_digits)) {
    if (c < '0' || c > '9') {
      break;
    }
    line = line * 10 + (c - '0');
  }
  return line > 0 ? std::optional(line) : std::nullopt;
}

} // namespace

model::BuildError explain_failure(const FailureEvidence& evidence) {
  model::BuildError error;
  if (evidence.steps.empty() && is_plain_progress(evidence.plain_lines)) {
    error.kind = "buildx_too_old";
    error.message = "buildx does not know --progress=rawjson: it printed plain progress";
    return error;
  }
  const auto excerpt = find_excerpt(evidence.plain_lines);
  error.message = message_of(evidence);
  error.kind = kind_of(evidence, error.message, excerpt.has_value());
  error.message = with_context(error.message, error.kind, evidence);
  if (excerpt) {
    error.file = excerpt->file;
    error.line = excerpt->line;
    error.excerpt = excerpt->text;
  } else {
    error.line = line_in(error.message);
  }
  return error;
}

bool is_plain_progress(const std::vector<std::string>& plain_lines) {
  return std::ranges::any_of(plain_lines, [](std::string_view line) {
    const std::size_t end = line.find_first_not_of("0123456789", 1);
    return line.starts_with('#') && end != std::string_view::npos && end > 1 && line[end] == ' ';
  });
}

std::string advice(const model::BuildError& error) {
  constexpr std::array<Advice, 14> sentences{{
      {"docker_missing", "install docker, or put it on PATH"},
      {"buildx_missing",
       "install the docker-buildx plugin (>= 0.21 for type=gha), or use "
       "docker/setup-buildx-action"},
      {"buildx_too_old",
       "update buildx: tidegate needs --progress=rawjson (>= 0.13), type=gha needs >= 0.21"},
      {"engine_unreachable",
       "start the Docker engine, check DOCKER_HOST and that this user may use its socket"},
      {"dockerfile_missing", "give its path with --file, or run in the folder that holds it"},
      {"dockerfile_syntax", "correct the marked line of the Dockerfile"},
      {"context",
       "check the path of the context, the source of the COPY, and what .dockerignore leaves out"},
      {"base_image",
       "check the name and tag of the image, the login to its registry, and the network"},
      {"step_failed", "read the log of the step: the command itself failed"},
      {"cache_unsupported",
       "use a builder with the docker-container driver, or turn on the engine's containerd image "
       "store"},
      {"cache_service",
       "the Dockerfile is not at fault: try again, add ignore-error=true to --cache-to, or leave "
       "the cache out"},
      {"image_export",
       "check the login to the registry, the name of the image, and the destination of --output"},
      {"disk_full", "free disk space on the builder: docker buildx prune, docker system prune"},
      {"usage", "see docker buildx build --help"},
  }};
  const auto found =
      std::ranges::find_if(sentences, [&](const Advice& a) { return a.kind == error.kind; });
  return found == sentences.end() ? std::string() : std::string(found->sentence);
}

} // namespace tidegate::docker
