// SPDX-License-Identifier: Apache-2.0
#include "report/facts.hpp"

#include "util/text.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

constexpr std::string_view dot = " · ";

Headline judged(const model::Verdict& verdict) {
  using Mood = Headline::Mood;
  const std::string mark{symbol(verdict.status)};
  switch (verdict.status) {
  case model::Status::pass:
    return {Mood::good, mark, "pass", verdict.reason};
  case model::Status::learning:
    return {Mood::neutral,
            mark,
            fmt::format("learning {} of {}", verdict.samples, verdict.samples_wanted),
            verdict.reason};
  case model::Status::inconclusive:
    return {Mood::neutral, mark, "inconclusive", verdict.reason};
  case model::Status::warn:
    return {Mood::warning, mark, "warn", verdict.reason};
  case model::Status::fail:
    break;
  }
  return {Mood::bad, mark, "fail", verdict.reason};
}

void add(std::string& text, std::string_view part, std::string_view separator) {
  if (!part.empty()) {
    text += text.empty() ? "" : separator;
    text += part;
  }
}

std::string image_delta(const BuildReport& report) {
  const auto& samples = report.history.samples;
  const auto last = std::ranges::find_if(
      samples, [](const model::Sample& sample) { return sample.image_bytes.has_value(); });
  if (last == samples.end()) {
    return {};
  }
  const std::uint64_t now = *report.build.image.size_bytes;
  const std::uint64_t before = *last->image_bytes;
  if (now == before) {
    return " (as the last build)";
  }
  return fmt::format(" ({}{} since the last build)",
                     now > before ? "+" : "-",
                     util::show_bytes(now > before ? now - before : before - now));
}

} // namespace

std::string_view symbol(model::Status status) {
  constexpr std::array<std::string_view, 5> symbols{"✅", "🌱", "❔", "⚠️", "⛔"};
  return symbols.at(static_cast<std::size_t>(status));
}

Headline headline(const BuildReport& report) {
  const model::Build& build = report.build;
  const std::string cause = build.error ? build.error->message : std::string{};
  if (build.outcome == model::Outcome::canceled) {
    return {Headline::Mood::warning, "⏹️", "canceled", {}};
  }
  if (build.outcome == model::Outcome::failure) {
    return {Headline::Mood::bad, "❌", "build failed", cause};
  }
  const model::Verdict* const verdict = model::gravest_verdict(report.verdicts);
  return verdict != nullptr ? judged(*verdict)
                            : Headline{Headline::Mood::neutral, "☑️", "built, not judged", {}};
}

std::string subject(const model::Build& build) {
  const auto& request = build.request;
  const std::string tag = request.tags.empty() ? std::string{} : request.tags.front();
  const std::string context = request.context == "." ? std::string{} : request.context;
  for (const std::string* const name : {&build.image.ref,
                                        &tag,
                                        &request.target,
                                        &request.dockerfile,
                                        &context,
                                        &build.run.repository}) {
    if (!name->empty()) {
      return *name;
    }
  }
  return "image";
}

const model::Step* failed_step(const model::Build& build) {
  const auto is_cause = [](const model::Step& step) {
    return !step.error.empty() && !step.error.ends_with("context canceled");
  };
  const auto found = std::ranges::find_if(build.steps, is_cause);
  return found == build.steps.end() ? nullptr : &*found;
}

std::string failure_place(const model::Build& build) {
  if (!build.error || !build.error->line) {
    return {};
  }
  const std::string& file = build.error->file;
  return fmt::format("{}:{}", file.empty() ? "Dockerfile" : file, *build.error->line);
}

std::vector<std::pair<std::string_view, Seconds>> used_phases(const model::Build& build) {
  const model::Phases phases = build.phases.value_or(model::Phases{});
  std::vector<std::pair<std::string_view, Seconds>> used{{"load context", phases.load_context},
                                                         {"resolve", phases.resolve},
                                                         {"cache import", phases.cache_import},
                                                         {"execute", phases.execute},
                                                         {"export image", phases.export_image},
                                                         {"cache export", phases.cache_export},
                                                         {"other", phases.other}};
  std::erase_if(used, [](const auto& phase) { return !(phase.second > Seconds{0}); });
  return used;
}

std::vector<const model::Step*> slowest_steps(const model::Build& build, std::size_t count) {
  std::vector<const model::Step*> steps;
  for (const model::Step& step : build.steps) {
    if (step.duration && *step.duration > Seconds{0}) {
      steps.push_back(&step);
    }
  }
  std::ranges::stable_sort(
      steps, std::ranges::greater{}, [](const model::Step* step) { return *step->duration; });
  steps.resize(std::min(steps.size(), count));
  return steps;
}

std::string cache_facts(const model::Cache& cache) {
  std::string text;
  if (cache.cacheable_steps == 0) {
    text = "no cacheable steps";
  } else {
    const std::string state = cache.state ? std::string(model::to_text(*cache.state)) : "unknown";
    text =
        fmt::format("{}: {} of {} steps cached", state, cache.cached_steps, cache.cacheable_steps);
    text += cache.hit_ratio ? " (" + util::show_ratio(*cache.hit_ratio) + ")" : "";
  }
  if (!cache.backend.empty()) {
    add(text, cache.backend, dot);
    add(text, cache.imported ? "imported" : "not imported", dot);
    add(text, cache.exported ? "exported" : "not exported", dot);
  }
  return text;
}

std::string image_facts(const BuildReport& report) {
  const model::Image& image = report.build.image;
  std::string text;
  if (image.size_bytes) {
    text = util::show_bytes(*image.size_bytes) + image_delta(report);
  } else if (!image.digest.empty()) {
    text = "size unknown";
  }
  if (image.contents && image.contents->wasted_bytes > 0) {
    add(text, util::show_bytes(image.contents->wasted_bytes) + " could go", dot);
  }
  add(text, image.digest, dot);
  return text;
}

std::string builder_facts(const model::Builder& builder) {
  constexpr std::string_view not_stamped = "v0.0.0+unknown"; // BuildKit as distributions build it
  std::string text = builder.driver;
  add(text, builder.buildx.empty() ? "" : "buildx " + builder.buildx, ", ");
  const bool known = !builder.buildkit.empty() && builder.buildkit != not_stamped;
  add(text, known ? "buildkit " + builder.buildkit : "", ", ");
  return text;
}

std::string runner_facts(const model::Runner& runner) {
  std::string text = runner.os;
  add(text, runner.arch, " ");
  add(text, runner.cpu_model, ", ");
  add(text, runner.cpus > 0 ? fmt::format("{} CPUs", runner.cpus) : "", ", ");
  add(text, runner.memory_bytes > 0 ? util::show_bytes(runner.memory_bytes) : "", ", ");
  add(text, runner.image, ", ");
  return text;
}

std::string health_facts(const std::optional<analysis::Health>& health) {
  constexpr std::size_t all_dimensions = 4;
  if (!health || !std::isfinite(health->score)) {
    return {};
  }
  const bool complete = health->dimensions.size() >= all_dimensions || health->dimensions.empty();
  return fmt::format("{:.1f} of 100{}",
                     health->score,
                     complete ? "" : " (" + util::join(health->dimensions, ", ") + " only)");
}

std::string show_time(const std::optional<Seconds>& time) {
  return time ? util::show_duration(*time) : "unknown time";
}

std::string show_value(const std::optional<double>& value, model::Unit unit) {
  constexpr double most_bytes = 1e18;
  if (!value || !std::isfinite(*value)) {
    return "unknown";
  }
  switch (unit) {
  case model::Unit::seconds:
    return util::show_duration(Seconds{*value});
  case model::Unit::bytes:
    return *value < 0 || *value > most_bytes
               ? "unknown"
               : util::show_bytes(static_cast<std::uint64_t>(std::llround(*value)));
  case model::Unit::points:
    return fmt::format("{:.1f} points", *value);
  case model::Unit::ratio:
    break;
  }
  return util::show_ratio(*value);
}

std::string show_samples(const model::Verdict& verdict) {
  if (verdict.samples < verdict.samples_wanted) {
    return fmt::format("{} of {}", verdict.samples, verdict.samples_wanted);
  }
  if (verdict.samples == 0) {
    return verdict.rule == "prediction" ? "none" : "0 (budget)";
  }
  return fmt::format("{}", verdict.samples);
}

} // namespace tidegate::report
