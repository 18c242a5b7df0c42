// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.hpp"
#include "model/image.hpp"
#include "model/metric.hpp"
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

// Where the record was read from. Each source knows less than the one before it.
enum class Source { run, rawjson, history, record, plain, image };

// Lines of a Dockerfile, both included, from 1.
struct SourceLines {
  std::string file{}; // as the build was given it: "Dockerfile", "docker/app.Dockerfile"
  int first{0};
  int last{0};

  bool operator==(const SourceLines&) const = default;
};

// What BuildKit measured of one step's processes (provenance `resourceUsage`, cgroup v2).
// Pressure is the time in which at least one process waited for the resource (PSI "some").
struct StepResources {
  std::optional<Seconds> cpu{};
  std::optional<std::uint64_t> memory_peak_bytes{};
  std::optional<std::uint64_t> read_bytes{};
  std::optional<std::uint64_t> written_bytes{};
  std::optional<std::uint64_t> received_bytes{};
  std::optional<std::uint64_t> transmitted_bytes{};
  std::optional<Seconds> cpu_pressure{};
  std::optional<Seconds> memory_pressure{};
  std::optional<Seconds> io_pressure{};
  std::string bound_by{}; // "cpu", "memory", "io", "network", "waiting"; empty: not to be told

  bool operator==(const StepResources&) const = default;
};

// Where the step stands in the step graph; analysis/timing.hpp says how each is worked out. Absent
// where the source has no clock or no graph.
struct StepTiming {
  Seconds waited{0};   // from the end of its first input to its start
  Seconds own{0};      // of its duration, while none of its inputs was at work
  Seconds critical{0}; // wall-clock time that it bounded the build; 0: off the critical path

  bool operator==(const StepTiming&) const = default;
};

// One BuildKit vertex, all its reports merged.
struct Step {
  std::string digest{};      // of the vertex
  std::string name{};        // normalised and redacted: "[build 3/5] COPY a.txt ."
  std::string stage{};       // "build", "stage-1"; empty for BuildKit's own vertices
  int index{0};              // i of [stage i/n]; 0 for BuildKit's own vertices
  int total{0};              // n of [stage i/n]
  std::string instruction{}; // "COPY a.txt ."; empty for BuildKit's own vertices
  std::string platform{};    // "linux/arm64"; empty where BuildKit does not say
  std::string base_digest{}; // of FROM: "sha256:..." of the image that it names
  std::vector<int> inputs{}; // positions in Build::steps of the steps that it needs
  bool cached{false};
  bool reached{false}; // false: the build ended before it
  std::optional<Time> started{};
  std::optional<Time> completed{};
  std::optional<Seconds>
      duration;        // time really at work: BuildKit may start a vertex more than once
  std::string error{}; // redacted; empty where it succeeded
  std::optional<SourceLines> lines{};
  std::optional<StepTiming> timing{};
  std::optional<StepResources> resources{};
  bool emulated{false}; // of another platform than the builder's own

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

// The steps of one stage on one platform.
struct Stage {
  std::string name{};
  std::string platform{};
  std::optional<Seconds> wall{}; // from the start of its first step to the end of its last
  std::optional<Seconds> own{};  // in which at least one of its steps was at work
  int cacheable_steps{0};
  int cached_steps{0};
  std::optional<std::uint64_t> size_bytes{}; // of its file system, unpacked, base image included
  bool final{false};                         // its file system is the image

  bool operator==(const Stage&) const = default;
};

// All steps of one platform.
struct PlatformTime {
  std::string platform{};
  std::optional<Seconds> wall{};
  std::optional<Seconds> own{};
  bool emulated{false};

  bool operator==(const PlatformTime&) const = default;
};

// What lies in the cache service under one scope.
struct CacheScope {
  std::string name{};
  int entries{0};
  std::uint64_t bytes{0};

  bool operator==(const CacheScope&) const = default;
};

struct CacheAdvice {
  std::string kind{}; // "mode-min", "no-export", "scope-per-branch", "copy-order", "budget"
  std::string text{};
  std::optional<Seconds> gain{}; // expected, per build

  bool operator==(const CacheAdvice&) const = default;
};

// What the cache saved and what it cost, as far as it was measured.
struct CacheAccount {
  std::optional<Seconds> saved{}; // last measured time of the cached steps, where all are known
  int known_steps{0};             // cached steps whose time was measured in an earlier build
  std::optional<Seconds> import_time{};
  std::optional<Seconds> export_time{};
  std::optional<std::uint64_t> exported_bytes{};
  std::vector<CacheScope> scopes{};
  std::optional<std::uint64_t> repository_bytes{}; // all caches of the repository
  std::optional<std::uint64_t> repository_limit_bytes{};
  std::vector<CacheAdvice> advice{};

  bool operator==(const CacheAccount&) const = default;
};

// One thing that went wrong with the cache. `kind` is one of the words of
// analysis/cache_trouble.hpp.
struct CacheTrouble {
  std::string kind{};   // "write-denied", "rate-limited", ...
  std::string half{};   // "import", "export", or "both"
  std::string text{};   // what happened, one sentence with its evidence; redacted
  std::string remedy{}; // what to do, one sentence
  int count{1};         // how often

  bool operator==(const CacheTrouble&) const = default;
};

// The attempt before this build, which the cache broke (`on-cache-failure: rebuild`). Such a build
// is compared with no other.
struct BrokenAttempt {
  std::string without{}; // the half that was left out after it: "import", "export", "both"
  std::string kind{};    // of the trouble that broke it
  Seconds duration{0};   // of the attempt alone; the build's own duration includes it
  std::string message{}; // redacted

  bool operator==(const BrokenAttempt&) const = default;
};

struct Cache {
  std::optional<CacheState> state{}; // absent where nothing was cacheable
  int cacheable_steps{0};
  int cached_steps{0};
  std::optional<double> hit_ratio{}; // cached / cacheable, 0 to 1
  std::string backend{}; // "gha", "registry", ...; several joined by ","; empty: none asked for
  bool imported{false};  // a manifest was found and read
  bool exported{false};  // an export was asked for, ran, and no error was seen
  std::vector<std::string>
      problems; // what went wrong or was left out, in words; empty: all is well
  std::vector<CacheTrouble> troubles{}; // the same by kind, each once with its count
  std::optional<CacheAccount> account{};

  bool operator==(const Cache&) const = default;
};

// Why a build failed. `kind` is one of the words of docker/failure.hpp.
struct BuildError {
  std::string kind{};
  std::string message{};     // redacted
  std::optional<int> line{}; // of the Dockerfile
  std::string file{};        // the Dockerfile as BuildKit names it
  std::string excerpt{};     // the lines around it, as BuildKit prints them; redacted

  bool operator==(const BuildError&) const = default;
};

// Why a step was not taken from the cache although it was before.
enum class MissCause {
  first_build,         // there is no earlier build to compare with
  no_cache,            // --no-cache, --no-cache-filter
  cache_failed,        // the cache service, not the project
  base_changed,        // another digest of the base image
  instruction_changed, // another text, or one that was not there
  order_changed,       // the same instruction at another place
  argument_changed,    // the value of a build argument
  files_changed,       // of the build context
  input_rebuilt,       // a stage that it needs was rebuilt
  not_in_cache,        // nothing changed: evicted, pruned, or saved in another scope
  unknown
};

// The first step of a stage that was not cached, and what followed from it.
struct Miss {
  int step{0}; // position in Build::steps
  MissCause cause{MissCause::unknown};
  std::string because{};               // "package-lock.json changed", one sentence, redacted
  std::vector<std::string> evidence{}; // "package-lock.json: 3f2a → 91bc", the most telling first
  std::vector<int> followers{};        // steps that ran only because of it
  std::optional<Seconds> cost{};       // of it and its followers

  bool operator==(const Miss&) const = default;
};

// The earlier build that a build is compared with.
struct Baseline {
  std::string id{}; // of its event
  std::optional<Time> started{};
  std::string sha{};
  std::string ref{};
  // Where a pull request left its base branch; the baseline is the newest build that was recorded
  // there or before. Empty where nobody could be asked: the baseline is then the newest of `ref`.
  std::string merge_base{};

  bool operator==(const Baseline&) const = default;
};

struct Builder {
  std::string driver{};   // "docker", "docker-container", ...
  std::string buildx{};   // version
  std::string buildkit{}; // version

  bool operator==(const Builder&) const = default;
};

// What was asked for, as far as it names the thing that is built. Never a value of a build argument
// unless the configuration allows it.
struct BuildRequest {
  std::string context{};
  std::string dockerfile{};
  std::string target{};
  std::string platform{}; // as asked for, several joined by ","; empty: the builder's own
  std::vector<std::string> tags{};
  std::vector<std::string> build_arg_names{};

  bool operator==(const BuildRequest&) const = default;
};

// One `docker buildx build`, the whole record.
struct Build {
  std::string id{}; // of its event; empty where it was only observed
  Source source{Source::run};
  std::optional<Time> started{};
  std::optional<Outcome> outcome{};  // absent where the source ends before the build
  std::optional<int> exit_status{};  // of buildx
  std::optional<Seconds> duration{}; // the whole command, by a clock that does not jump
  BuildRequest request{};
  std::optional<Phases> phases{};
  std::vector<Step> steps{}; // in order of start; those never reached come last
  std::vector<Stage> stages{};
  std::vector<PlatformTime> platforms{};
  Cache cache{};
  std::optional<Baseline> baseline{}; // what `misses` compares with
  std::vector<Miss> misses{};         // the first of each stage, in the order of the steps
  BuildContext context{};
  BuildInputs inputs{};
  Image image{};
  std::optional<BuildError> error{};
  std::optional<BrokenAttempt> rebuilt;    // it is the second attempt: the cache broke the first
  std::vector<Remeasurement> remeasured{}; // the same steps once more, to confirm
  std::vector<std::string> warnings{};     // BuildKit's build checks
  std::vector<std::string> notices{};      // what tidegate could not read or had to repair
  Builder builder{};
  std::string build_ref{}; // for `docker buildx history`
  Runner runner{};
  Run run{};

  bool operator==(const Build&) const = default;
};

std::string_view to_text(Outcome outcome);
std::string_view to_text(CacheState state);
std::string_view to_text(MissCause cause); // "files-changed"
std::string_view to_text(Source source);
std::optional<Outcome> parse_outcome(std::string_view text);
std::optional<CacheState> parse_cache_state(std::string_view text);
std::optional<MissCause> parse_miss_cause(std::string_view text);
std::optional<Source> parse_source(std::string_view text);

} // namespace tidegate::model
