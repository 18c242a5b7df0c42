// SPDX-License-Identifier: Apache-2.0
#include "report/diff_tables.hpp"

#include "report/diff_values.hpp"
#include "report/step_facts.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace tidegate::report {
namespace {

using model::BuildDiff;
using Row = std::vector<std::string>;

constexpr std::size_t most_rows = 20;

std::string show(const std::optional<Seconds>& time) {
  return time ? util::show_duration(*time) : "";
}

std::string show(const std::optional<std::uint64_t>& bytes) {
  return bytes ? util::show_bytes(*bytes) : "";
}

template<typename Change>
Row row_of(std::string name, const Change& change) {
  return {std::move(name), show(change.before), show(change.after), show_difference(change)};
}

template<typename Change>
bool known(const Change& change) {
  return change.before || change.after;
}

Table finished(Table table) {
  return cut(std::move(table), most_rows);
}

std::string counted(const std::optional<int>& part, const std::optional<int>& whole) {
  return part && whole && *whole > 0 ? fmt::format("{} of {}", *part, *whole) : "";
}

Table builds_table(const BuildDiff& diff) {
  Table table{.title = "builds", .columns = {"", "before", "after"}, .rows = {}};
  const auto add = [&](const char* name, const std::string& before, const std::string& after) {
    if (!before.empty() || !after.empty()) {
      table.rows.push_back({name, before, after});
    }
  };
  const auto time = [](const std::optional<Time>& at) { return at ? util::to_rfc3339(*at) : ""; };
  const auto outcome = [](const std::optional<model::Outcome>& word) {
    return word ? std::string(model::to_text(*word)) : "";
  };
  add("event", diff.before.id, diff.after.id);
  add("started", time(diff.before.started), time(diff.after.started));
  add("outcome", outcome(diff.before.outcome), outcome(diff.after.outcome));
  add("image", diff.before.image, diff.after.image);
  add("commit", diff.before.sha, diff.after.sha);
  add("ref", diff.before.ref, diff.after.ref);
  add("machine", diff.before.machine, diff.after.machine);
  return table;
}

Table phases_table(const BuildDiff& diff) {
  Table table{.title = "time", .columns = {"phase", ">before", ">after", ">change"}, .rows = {}};
  for (const model::PhaseDiff& phase : diff.phases) {
    const bool used = phase.time.before.value_or(Seconds{0}) > Seconds{0}
                      || phase.time.after.value_or(Seconds{0}) > Seconds{0};
    std::string name = phase.name;
    std::ranges::replace(name, '_', ' ');
    if (used) {
      table.rows.push_back(row_of(std::move(name), phase.time));
    }
  }
  if (known(diff.duration)) {
    table.rows.push_back(row_of("the whole build", diff.duration));
  }
  return table;
}

Table stages_table(const BuildDiff& diff) {
  Table table{.title = "stages",
              .columns = {"stage",
                          "platform",
                          ">before",
                          ">after",
                          ">change",
                          ">cached before",
                          ">cached after",
                          ">size before",
                          ">size after"},
              .rows = {}};
  for (const model::StageDiff& stage : diff.stages) {
    table.rows.push_back({stage.name,
                          stage.platform,
                          show(stage.own.before),
                          show(stage.own.after),
                          show_difference(stage.own),
                          counted(stage.cached_steps.before, stage.cacheable_steps.before),
                          counted(stage.cached_steps.after, stage.cacheable_steps.after),
                          show(stage.size_bytes.before),
                          show(stage.size_bytes.after)});
  }
  return finished(std::move(table));
}

std::string step_remark(const model::StepDiff& step) {
  std::string text = step.fate == model::Fate::same ? "" : std::string(model::to_text(step.fate));
  if (step.cached.before && step.cached.after && step.cached.before != step.cached.after) {
    text += text.empty() ? "" : ", ";
    text += *step.cached.after ? "now from the cache" : "no longer from the cache";
  }
  return text;
}

std::string step_line(const model::StepDiff& step) {
  model::Step located;
  located.lines = step.lines;
  return step_place(located);
}

// A step that took the same time and is where it was says nothing.
bool tells(const model::StepDiff& step) {
  constexpr Seconds noise{0.005}; // shown as 0.00s or 0.01s
  const Seconds grown =
      step.time.after.value_or(Seconds{0}) - step.time.before.value_or(Seconds{0});
  return !step_remark(step).empty() || grown > noise || grown < -noise;
}

Table steps_table(const BuildDiff& diff) {
  Table table{.title = "steps",
              .columns = {"step", "platform", "line", ">before", ">after", ">change", "remark"},
              .rows = {}};
  for (const model::StepDiff& step : diff.steps) {
    if (tells(step)) {
      table.rows.push_back({step.name,
                            step.platform,
                            step_line(step),
                            show(step.time.before),
                            show(step.time.after),
                            show_difference(step.time),
                            step_remark(step)});
    }
  }
  return finished(std::move(table));
}

std::string miss_text(const std::optional<model::MissDiff::Side>& side) {
  if (!side) {
    return "all from the cache";
  }
  return side->because.empty() ? cause_words(side->cause) : side->because;
}

std::string miss_cost(const std::optional<model::MissDiff::Side>& side) {
  return side && side->cost ? util::show_duration(*side->cost) : "";
}

Table misses_table(const BuildDiff& diff) {
  Table table{.title = "not cached",
              .columns = {"stage",
                          "platform",
                          "first step before",
                          "why",
                          ">cost",
                          "first step after",
                          "why",
                          ">cost"},
              .rows = {}};
  const auto step = [](const auto& side) { return side ? side->step : ""; };
  for (const model::MissDiff& miss : diff.misses) {
    table.rows.push_back({miss.stage,
                          miss.platform,
                          step(miss.before),
                          miss_text(miss.before),
                          miss_cost(miss.before),
                          step(miss.after),
                          miss_text(miss.after),
                          miss_cost(miss.after)});
  }
  return finished(std::move(table));
}

std::string show_state(const std::optional<model::CacheState>& state) {
  return state ? std::string(model::to_text(*state)) : "";
}

Table cache_table(const BuildDiff& diff) {
  const model::CacheDiff& cache = diff.cache;
  Table table{.title = "cache", .columns = {"", ">before", ">after", ">change"}, .rows = {}};
  if (known(cache.state)) {
    table.rows.push_back(
        {"state", show_state(cache.state.before), show_state(cache.state.after), ""});
  }
  if (known(cache.cached_steps)) {
    table.rows.push_back({"steps cached",
                          counted(cache.cached_steps.before, cache.cacheable_steps.before),
                          counted(cache.cached_steps.after, cache.cacheable_steps.after),
                          ""});
  }
  for (const auto& [name, change] : {std::pair("saved", &cache.saved),
                                     std::pair("import", &cache.import_time),
                                     std::pair("export", &cache.export_time)}) {
    if (known(*change)) {
      table.rows.push_back(row_of(name, *change));
    }
  }
  if (known(cache.exported_bytes)) {
    table.rows.push_back(row_of("exported", cache.exported_bytes));
  }
  return table;
}

Table image_table(const BuildDiff& diff) {
  Table table{
      .title = "image and context", .columns = {"", ">before", ">after", ">change"}, .rows = {}};
  for (const auto& [name, change] : {std::pair("image size", &diff.image.size_bytes),
                                     std::pair("compressed", &diff.image.compressed_bytes),
                                     std::pair("unpacked", &diff.image.unpacked_bytes),
                                     std::pair("could go", &diff.image.wasted_bytes),
                                     std::pair("context sent", &diff.context.sent_bytes),
                                     std::pair("context", &diff.context.bytes),
                                     std::pair("ignored", &diff.context.ignored_bytes)}) {
    if (known(*change)) {
      table.rows.push_back(row_of(name, *change));
    }
  }
  return table;
}

Table layers_table(const BuildDiff& diff) {
  Table table{.title = "layers",
              .columns = {"layer", "of", ">before", ">after", ">change", "remark"},
              .rows = {}};
  for (const model::LayerDiff& layer : diff.image.layers) {
    if (layer.fate == model::Fate::same) {
      continue;
    }
    const auto& bytes = known(layer.unpacked_bytes) ? layer.unpacked_bytes : layer.compressed_bytes;
    table.rows.push_back({layer.step.empty() ? layer.created_by : layer.step,
                          layer.base ? "base image" : "",
                          show(bytes.before),
                          show(bytes.after),
                          show_difference(bytes),
                          std::string(model::to_text(layer.fate))});
  }
  return finished(std::move(table));
}

} // namespace

std::vector<Table> diff_tables(const BuildDiff& diff) {
  std::vector<Table> tables{builds_table(diff),
                            phases_table(diff),
                            misses_table(diff),
                            steps_table(diff),
                            stages_table(diff),
                            cache_table(diff),
                            image_table(diff),
                            layers_table(diff)};
  std::erase_if(tables, [](const Table& table) { return table.rows.empty(); });
  return tables;
}

std::string diff_headline(const BuildDiff& diff) {
  const auto grown = model::difference(diff.duration);
  if (!grown) {
    return "how much longer the later build took is not known";
  }
  const std::string times = fmt::format("{} against {}",
                                        util::show_duration(*diff.duration.after),
                                        util::show_duration(*diff.duration.before));
  const Seconds size = *grown < Seconds{0} ? -*grown : *grown;
  return size < Seconds{0.005} ? "both builds took the same time: " + times
                               : fmt::format("the later build took {} {}: {}",
                                             util::show_duration(size),
                                             *grown > Seconds{0} ? "more" : "less",
                                             times);
}

} // namespace tidegate::report
