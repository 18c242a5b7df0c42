// SPDX-License-Identifier: Apache-2.0
#include "report/outputs.hpp"

#include "report/facts.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

// Empty where nothing was measured.
std::string seconds(const model::Build& build, Seconds value) {
  const bool measured =
      build.phases
      && std::ranges::any_of(build.steps, [](const model::Step& step) { return step.reached; });
  return measured && std::isfinite(value.count()) ? fmt::format("{:.3f}", value.count()) : "";
}

std::string number(const std::optional<double>& value) {
  return value && std::isfinite(*value) ? fmt::format("{:.4g}", *value) : "";
}

template<typename T>
std::string integer(const std::optional<T>& value) {
  return value ? fmt::format("{}", *value) : "";
}

std::string one_line(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return util::shorten(util::to_printable(text), 1000);
}

std::string verdict_word(const BuildReport& report) {
  return report.verdicts.empty() ? ""
                                 : std::string(model::to_text(model::gravest(report.verdicts)));
}

std::string verdict_reason(const BuildReport& report) {
  const auto* const found = model::gravest_verdict(report.verdicts);
  return found == nullptr ? "" : one_line(found->reason);
}

// "[build 3/5] RUN": workflows paste outputs into scripts, so what a Dockerfile says after the
// instruction's word stays out.
std::string short_name(const model::Step& step) {
  const std::string& name = step.name;
  const bool from_dockerfile = name.starts_with('[') && !name.starts_with("[internal]");
  const std::size_t at = from_dockerfile ? name.find("] ") : std::string::npos;
  const std::size_t word_end = at == std::string::npos ? at : name.find(' ', at + 2);
  return one_line(name.substr(0, word_end));
}

// Unique in the run, also where the legs of a matrix do not know their names: an upload under a
// name that is there fails. No character that GitHub forbids in it.
std::string artifact_name(const model::Build& build) {
  constexpr std::size_t longest = 80;
  constexpr std::size_t unique = 8; // the end of an id is random
  std::string name = "tidegate-events";
  for (const std::string& part : {build.run.job, build.run.leg}) {
    name += part.empty() ? "" : "-" + part.substr(0, longest);
  }
  name += "-" + build.id.substr(build.id.size() - std::min(unique, build.id.size()));
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  for (std::size_t at = name.find_first_not_of(allowed); at != std::string::npos;
       at = name.find_first_not_of(allowed, at)) {
    name[at] = '-';
  }
  return name;
}

} // namespace

std::vector<std::pair<std::string, std::string>> step_outputs(const BuildReport& report,
                                                              const OutputFiles& files) {
  const model::Build& build = report.build;
  const model::Cache& cache = build.cache;
  const double took = build.duration.value_or(Seconds{NAN}).count();
  const std::string build_time = std::isfinite(took) ? fmt::format("{:.3f}", took) : "";
  const model::Phases phases = build.phases.value_or(model::Phases{});
  const auto slowest = slowest_steps(build, 1);
  const bool counted = !build.steps.empty();
  return {
      {"imageid", files.image_id},
      {"digest", build.image.digest},
      {"metadata", files.metadata},
      {"verdict", verdict_word(report)},
      {"verdict-reason", verdict_reason(report)},
      {"outcome", build.outcome ? std::string(model::to_text(*build.outcome)) : ""},
      {"build-time", build_time},
      {"docker_build_time", build_time},
      {"cache-state", cache.state ? std::string(model::to_text(*cache.state)) : ""},
      {"cache-hit-ratio", number(cache.hit_ratio)},
      {"cached-steps", counted ? fmt::format("{}", cache.cached_steps) : ""},
      {"cacheable-steps", counted ? fmt::format("{}", cache.cacheable_steps) : ""},
      {"image-size", integer(build.image.size_bytes)},
      {"slowest-step", slowest.empty() ? "" : short_name(*slowest.front())},
      {"context-bytes", integer(build.context.sent_bytes)},
      {"load-context-time", seconds(build, phases.load_context)},
      {"cache-import-time", seconds(build, phases.cache_import)},
      {"execute-time", seconds(build, phases.execute)},
      {"export-image-time", seconds(build, phases.export_image)},
      {"cache-export-time", seconds(build, phases.cache_export)},
      {"health", report.health ? number(report.health->score) : ""},
      {"event-id", build.id},
      {"record", files.record_file},
      {"unpublished-events", files.unpublished},
      {"unpublished-name", files.unpublished.empty() ? "" : artifact_name(build)},
  };
}

} // namespace tidegate::report
