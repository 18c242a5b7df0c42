// SPDX-License-Identifier: Apache-2.0
#include "adapters/config/gate_keys.hpp"
#include "adapters/config/value_text.hpp"
#include "model/metric.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tidegate::config {
namespace {

using model::MetricKind;
using model::MetricPolicy;
using model::Settings;

constexpr std::size_t kinds = static_cast<std::size_t>(MetricKind::ci_success_rate) + 1;

Done set_judge(MetricPolicy& policy, std::string_view text, MetricKind /*kind*/) {
  static constexpr std::array<std::pair<std::string_view, bool>, 4> answers{
      {{"yes", true}, {"no", false}, {"true", true}, {"false", false}}};
  return keep(one_of(text, answers), policy.judged);
}

Done set_on_fail(MetricPolicy& policy, std::string_view text, MetricKind /*kind*/) {
  static constexpr std::array<std::pair<std::string_view, model::OnFail>, 2> ways{
      {{"fail", model::OnFail::fail}, {"warn", model::OnFail::warn}}};
  return keep(one_of(text, ways), policy.on_fail);
}

Done set_profile(MetricPolicy& policy, std::string_view text, MetricKind /*kind*/) {
  static constexpr std::array<std::pair<std::string_view, model::SeriesProfile>, 3> profiles{
      {{"strict", model::SeriesProfile::strict},
       {"default", model::SeriesProfile::default_rule},
       {"lenient", model::SeriesProfile::lenient}}};
  return keep(one_of(text, profiles), policy.profile);
}

Done set_floor(MetricPolicy& policy, std::string_view text, MetricKind /*kind*/) {
  const auto share = util::parse_ratio(text);
  if (share && *share <= 0) {
    return wrong("must be more than 0");
  }
  return keep(share, policy.floor);
}

Done keep_amount(Result<double> amount, std::optional<double>& target) {
  if (amount && *amount <= 0) {
    return wrong("must be more than 0");
  }
  return keep(std::move(amount), target);
}

Done set_floor_absolute(MetricPolicy& policy, std::string_view text, MetricKind kind) {
  constexpr double best = 100;
  switch (model::unit_of(kind)) {
  case model::Unit::seconds: {
    const auto time = util::parse_duration(text);
    return time ? keep_amount(time->count(), policy.floor_absolute) : tl::unexpected(time.error());
  }
  case model::Unit::bytes: {
    const auto bytes = util::parse_bytes(text);
    return bytes ? keep_amount(static_cast<double>(*bytes), policy.floor_absolute)
                 : tl::unexpected(bytes.error());
  }
  case model::Unit::ratio:
    return keep_amount(util::parse_ratio(text), policy.floor_absolute);
  case model::Unit::points:
    break;
  }
  return keep_amount(number_between(text, 0.0, best), policy.floor_absolute);
}

// What the statistics need at least, and the builds that they look back to at most.
Done set_min_samples(MetricPolicy& policy, std::string_view text, MetricKind /*kind*/) {
  const model::SeriesRule rule;
  return keep(
      number_between(text, static_cast<int>(rule.least_samples), static_cast<int>(rule.window)),
      policy.min_samples);
}

using Setter = Done (*)(MetricPolicy&, std::string_view, MetricKind);

struct Part {
  std::string_view name;
  Setter set;
  std::string_view example;
};

constexpr std::array parts{
    Part{"judge", &set_judge, "judge: yes  or  judge: no"},
    Part{"on-fail", &set_on_fail, "on-fail: fail  or  on-fail: warn"},
    Part{"profile", &set_profile, "profile: strict, profile: default  or  profile: lenient"},
    Part{"floor", &set_floor, "shares look like 10% or 0.1"},
    Part{"floor-absolute", &set_floor_absolute, "amounts look like 2s, 5MB, 2% or, of points, 2"},
    Part{"min-samples", &set_min_samples, "min-samples: 15"},
};

// The keys of the table are functions without a memory: one for each kind and part.
template<std::size_t kind, std::size_t part>
Done set_part(Settings& settings, std::string_view text) {
  constexpr auto of = static_cast<MetricKind>(kind);
  return parts[part].set(settings.policy.metrics[of], text, of);
}

template<std::size_t kind, std::size_t... part>
constexpr std::array<Done (*)(Settings&, std::string_view), sizeof...(part)>
setters_of(std::index_sequence<part...> /*parts*/) {
  return {&set_part<kind, part>...};
}

template<std::size_t... kind>
constexpr auto all_setters(std::index_sequence<kind...> /*kinds*/) {
  return std::array{setters_of<kind>(std::make_index_sequence<parts.size()>{})...};
}

struct MetricKeys {
  std::vector<std::string> names; // first, and never changed: the keys look into it
  std::vector<Key> keys;
};

MetricKeys make_keys() {
  constexpr auto setters = all_setters(std::make_index_sequence<kinds>{});
  MetricKeys made;
  for (std::size_t kind = 0; kind < kinds; ++kind) {
    const std::string section =
        "gate.metrics." + std::string(model::to_text(static_cast<MetricKind>(kind)));
    made.names.push_back(section);
    for (const auto& part : parts) {
      made.names.push_back(section + "." + std::string(part.name));
    }
  }
  std::size_t next = 0;
  for (const auto& of_kind : setters) {
    made.keys.push_back({made.names[next++],
                         Key::Shape::section,
                         nullptr,
                         "below it: judge, on-fail, profile, floor, floor-absolute, min-samples"});
    for (std::size_t part = 0; part < parts.size(); ++part) {
      made.keys.push_back(
          {made.names[next++], Key::Shape::value, of_kind.at(part), parts.at(part).example});
    }
  }
  return made;
}

const MetricKeys& metric_keys() {
  static const MetricKeys made = make_keys();
  return made;
}

} // namespace

const Key* find_metric_key(std::string_view name) {
  const auto& keys = metric_keys().keys;
  const auto found = std::ranges::find(keys, name, &Key::name);
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> metric_key_names() {
  return metric_keys().names;
}

} // namespace tidegate::config
