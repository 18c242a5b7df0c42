// SPDX-License-Identifier: Apache-2.0
#include "report/bless_text.hpp"

#include "report/facts.hpp"
#include "util/text.hpp"

#include <fmt/format.h>
#include <optional>

namespace tidegate::report {
namespace {

constexpr std::size_t longest_name = 200;

std::string named(std::string_view what, const std::optional<std::string>& name) {
  return name && !name->empty()
             ? fmt::format(", {} {}", what, util::shorten(util::to_printable(*name), longest_name))
             : std::string();
}

std::string thing_text(const model::ThingPattern& thing) {
  const std::string names = named("image", thing.image) + named("workflow", thing.workflow)
                            + named("job", thing.job) + named("leg", thing.leg)
                            + named("Dockerfile", thing.dockerfile) + named("target", thing.target)
                            + named("platform", thing.platform);
  return names.empty() ? "builds without a name" : names.substr(2);
}

std::string situation_text(const std::optional<std::string>& situation) {
  if (!situation) {
    return "whatever steps are executed";
  }
  return situation->empty() ? std::string() : util::to_printable(*situation);
}

std::string levels_text(const model::Blessing& blessing) {
  const auto metric = model::parse_metric(blessing.accepted.metric);
  if (!metric || !blessing.after) {
    return {};
  }
  const model::Unit unit = model::unit_of(metric->kind);
  const std::string now = show_value(blessing.after, unit);
  return blessing.before ? fmt::format("{}, usual was {}", now, show_value(blessing.before, unit))
                         : now;
}

std::string line(std::string_view name, const std::string& text) {
  constexpr int width = 10;
  return text.empty() ? std::string() : fmt::format("  {:<{}} {}\n", name, width, text);
}

} // namespace

std::string bless_text(const model::Blessing& blessing) {
  const model::Acceptance& accepted = blessing.accepted;
  return fmt::format("accepted: {}\n", util::to_printable(accepted.metric))
         + line("of", thing_text(blessing.thing))
         + line("where", situation_text(blessing.situation)) + line("level", levels_text(blessing))
         + line("commit", util::shorten(util::to_printable(accepted.sha), longest_name))
         + line("reason", accepted.reason) + line("event", accepted.event_id)
         + "next: `tidegate events publish` takes it to the event branch, where other jobs see "
           "it\n";
}

} // namespace tidegate::report
