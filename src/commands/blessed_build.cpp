// SPDX-License-Identifier: Apache-2.0
#include "commands/blessed_build.hpp"

#include "analysis/metric_values.hpp"
#include "model/history.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <string_view>

namespace tidegate::commands {
namespace {

constexpr int most_builds = 200;
constexpr std::size_t shortest_commit = 7;
constexpr std::size_t most_named = 8;
constexpr std::size_t longest_quote = 200;

bool matches(const std::optional<std::string>& wanted, const std::string& found) {
  return !wanted || *wanted == found;
}

bool is_asked_for(const model::SeriesKey& thing, const BlessFilter& filter) {
  return matches(filter.image, thing.image) && matches(filter.workflow, thing.workflow)
         && matches(filter.job, thing.job) && matches(filter.leg, thing.leg)
         && matches(filter.dockerfile, thing.dockerfile) && matches(filter.target, thing.target)
         && matches(filter.platform, thing.platform);
}

model::SeriesKey thing_of(const model::Build& build) {
  model::SeriesKey thing = model::series_key(build);
  thing.cache_state.reset(); // how it was built, and on what, is not what was built
  thing.cpu_model.clear();
  thing.cpus = 0;
  return thing;
}

Result<std::vector<codec::JudgedBuild>> candidates(Ledger& ledger, const BlessFilter& filter) {
  if (!filter.commit) {
    return ledger.newest(most_builds);
  }
  const bool plausible =
      filter.commit->size() >= shortest_commit
      && filter.commit->find_first_not_of("0123456789abcdef") == std::string::npos;
  if (!plausible) {
    return failed(Error::Kind::usage,
                  fmt::format("--commit: \"{}\" is no commit",
                              util::shorten(util::to_printable(*filter.commit), longest_quote)),
                  "its id, or the first 7 digits of it at least, in lower case");
  }
  return ledger.of_commit(*filter.commit, most_builds);
}

std::string names_of(const std::vector<model::MetricValue>& values) {
  std::string list;
  for (std::size_t i = 0; i < std::min(values.size(), most_named); ++i) {
    list += (i > 0 ? "; " : "") + model::to_text(values[i].metric);
  }
  return values.size() > most_named ? fmt::format("{}; {} more", list, values.size() - most_named)
                                    : list;
}

// What a person may have meant: the nearest name, then those of the same kind, else all.
tl::unexpected<Error> no_metric(const std::string& metric,
                                const std::vector<model::MetricValue>& values) {
  const auto kind = model::parse_metric_kind(metric.substr(0, metric.find(' ')));
  std::vector<model::MetricValue> same_kind;
  std::vector<std::string> names;
  for (const model::MetricValue& value : values) {
    names.push_back(model::to_text(value.metric));
    if (kind == value.metric.kind) {
      same_kind.push_back(value);
    }
  }
  const std::string near = util::nearest(metric, names);
  return failed(Error::Kind::usage,
                fmt::format("\"{}\" is no metric of that build",
                            util::shorten(util::to_printable(metric), longest_quote)),
                fmt::format("{}it has {}",
                            near.empty() ? "" : fmt::format("did you mean \"{}\"? ", near),
                            names_of(same_kind.empty() ? values : same_kind)));
}

} // namespace

Result<model::Build> find_blessed_build(Ledger& ledger, const BlessFilter& filter) {
  auto builds = candidates(ledger, filter);
  if (!builds) {
    return tl::unexpected(std::move(builds.error()));
  }
  std::erase_if(*builds, [&filter](const codec::JudgedBuild& judged) {
    return !is_asked_for(model::series_key(judged.build), filter)
           || judged.build.rebuilt.has_value() || analysis::metric_values(judged.build).empty();
  });
  if (builds->empty()) {
    return failed(Error::Kind::external,
                  "no recorded build of these filters that succeeded",
                  "`tidegate events fetch` brings the builds of others; filters are compared "
                  "letter by letter");
  }
  const auto first = thing_of(builds->front().build);
  const auto is_another = [&first](const codec::JudgedBuild& judged) {
    return thing_of(judged.build) != first;
  };
  if (filter.commit && std::ranges::any_of(*builds, is_another)) {
    return failed(Error::Kind::usage,
                  fmt::format("commit {} was built into several things", *filter.commit),
                  "name one by --image, --workflow, --job, --leg, --dockerfile, --target or "
                  "--platform");
  }
  return std::move(builds->front().build);
}

Result<std::vector<model::MetricValue>> find_blessed_values(const model::Build& build,
                                                            const std::string& metric) {
  const auto values = analysis::metric_values(build);
  const auto wanted = model::parse_metric(metric);
  std::vector<model::MetricValue> found;
  std::ranges::copy_if(
      values, std::back_inserter(found), [&wanted](const model::MetricValue& value) {
        return wanted && value.metric.kind == wanted->kind
               && (wanted->part.empty() || value.metric.part == wanted->part);
      });
  if (found.empty()) {
    return no_metric(metric, values);
  }
  return found;
}

} // namespace tidegate::commands
