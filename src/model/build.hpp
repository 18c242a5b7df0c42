// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/run.hpp"
#include "util/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

enum class Outcome { success, failure, canceled };

// How much of the cacheable steps came from the cache: none, all, or some.
enum class CacheState { cold, warm, partial };

// One BuildKit vertex, all its reports merged.
struct Step {
  std::string digest;      // of the vertex
  std::string name;        // normalised and redacted: "[build 3/5] COPY a.txt ."
  std::string stage;       // "build", "stage-1"; empty for BuildKit's own vertices
  int index{0};            // i of [stage i/n]; 0 for BuildKit's own vertices
  int total{0};            // n of [stage i/n]
  std::string instruction; // "COPY a.txt ."; empty for BuildKit's own vertices
  std::string platform;    // "linux/arm64"; empty where BuildKit does not say
  bool cached{false};
  std::optional<Time> started;
  std::optional<Time> completed;
  Seconds duration{0}; // time really at work: BuildKit may start a vertex more than once
  std::string error;   // redacted; empty where it succeeded

  // A `[stage i/n]` step other than FROM: one that the cache can save.
  [[nodiscard]] bool cacheable() const;

  bool operator==(const Step&) const = default;
};

// Wall-clock time, split so that the parts do not overlap and sum up to the total.
struct Phases {
  Seconds load_context{0};
  Seconds resolve{0};
  Seconds cache_import{0};
  Seconds execute{0};
  Seconds export_image{0};
  Seconds cache_export{0};
  Seconds other{0};

  bool operator==(const Phases&) const = default;
};

struct Cache {
  std::optional<CacheState> state; // absent where nothing was cacheable
  int cacheable_steps{0};
  int cached_steps{0};
  std::optional<double> hit_ratio; // cached / cacheable, 0 to 1
  std::string backend;  // "gha", "registry", ...; several joined by ","; empty: none asked for
  bool imported{false}; // a manifest was found and read
  bool exported{false}; // an export was asked for, ran, and no error was seen
  std::vector<std::string>
      problems; // what went wrong or was left out, in words; empty: all is well

  bool operator==(const Cache&) const = default;
};

struct Image {
  std::string ref;    // first tag, or empty
  std::string digest; // "sha256:..."
  std::optional<std::uint64_t>
      size_bytes; // as the engine says; absent where it does not hold the image

  bool operator==(const Image&) const = default;
};

// Why a build failed. `kind` is one of the words of docker/failure.hpp.
struct BuildError {
  std::string kind;
  std::string message;     // redacted
  std::optional<int> line; // of the Dockerfile
  std::string file;        // the Dockerfile as BuildKit names it
  std::string excerpt;     // the lines around it, as BuildKit prints them; redacted

  bool operator==(const BuildError&) const = default;
};

struct Builder {
  std::string driver;   // "docker", "docker-container", ...
  std::string buildx;   // version
  std::string buildkit; // version

  bool operator==(const Builder&) const = default;
};

// What was asked for, as far as it names the thing that is built. Never a value of a build argument
// unless the configuration allows it.
struct BuildRequest {
  std::string context;
  std::string dockerfile;
  std::string target;
  std::string platform; // as asked for, several joined by ","; empty: the builder's own
  std::vector<std::string> tags;
  std::vector<std::string> build_arg_names;

  bool operator==(const BuildRequest&) const = default;
};

// One `docker buildx build`, the whole record.
struct Build {
  std::string id; // of its event
  Time started;
  Outcome outcome{Outcome::success};
  int exit_status{0};  // of buildx
  Seconds duration{0}; // the whole command, by a clock that does not jump
  BuildRequest request;
  Phases phases;
  std::vector<Step> steps; // in order of start; those never reached come last
  Cache cache;
  std::optional<std::uint64_t> context_sent_bytes;
  Image image;
  std::optional<BuildError> error;
  std::vector<std::string> warnings; // BuildKit's build checks
  std::vector<std::string> notices;  // what tidegate could not read or had to repair
  Builder builder;
  std::string build_ref; // for `docker buildx history`
  Runner runner;
  Run run;

  bool operator==(const Build&) const = default;
};

std::string_view to_text(Outcome outcome);
std::string_view to_text(CacheState state);
std::optional<Outcome> parse_outcome(std::string_view text);
std::optional<CacheState> parse_cache_state(std::string_view text);

} // namespace tidegate::model
