// SPDX-License-Identifier: Apache-2.0
#include "commands/bless.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/actions/workflow_log.hpp"
#include "adapters/posix/machine.hpp"
#include "analysis/usual_level.hpp"
#include "codec/bless_json.hpp"
#include "codec/event_json.hpp"
#include "codec/event_schema.hpp"
#include "commands/blessed_build.hpp"
#include "commands/events/kept_event.hpp"
#include "model/host.hpp"
#include "report/bless_text.hpp"
#include "util/id.hpp"
#include "util/secrets.hpp"
#include "util/text.hpp"

#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr int most_points = 10'000;
constexpr std::size_t longest_reason = 500;

// Secrets must not leave through a reason that a script put together.
std::string clean_reason(const std::string& reason, const ports::Environment& environment) {
  const util::Redactor redactor = actions::secret_redactor(environment);
  return util::shorten(util::to_printable(redactor.clean(reason)), longest_reason);
}

model::ThingPattern pattern_of(const model::SeriesKey& thing) {
  return {.repository = thing.repository,
          .workflow = thing.workflow,
          .job = thing.job,
          .leg = thing.leg,
          .image = thing.image,
          .dockerfile = thing.dockerfile,
          .target = thing.target,
          .platform = thing.platform};
}

// Level and situation are told of one value; of all parts of a kind there is no one level.
Result<void> add_level(model::Blessing& blessing,
                       Ledger& ledger,
                       const model::Build& build,
                       const model::MetricValue& value,
                       model::SeriesProfile profile) {
  const auto past = ledger.metric_past(build, value, most_points);
  if (!past) {
    return tl::unexpected(past.error());
  }
  blessing.situation = value.situation;
  blessing.before = analysis::usual_level(
      *past, value, model::host_of(build.runner), model::series_rule(profile));
  blessing.after = value.value;
  return {};
}

Result<model::Blessing>
make_blessing(const BlessOptions& options, Ledger& ledger, model::SeriesProfile profile) {
  const auto build = find_blessed_build(ledger, options.filter);
  if (!build) {
    return tl::unexpected(build.error());
  }
  const std::string metric = util::join(options.metric, " ");
  const auto values = find_blessed_values(*build, metric);
  if (!values) {
    return tl::unexpected(values.error());
  }
  model::Blessing blessing;
  blessing.accepted.metric = metric;
  blessing.accepted.sha = build->run.sha;
  blessing.thing = pattern_of(model::series_key(*build));
  const bool one = model::to_text(values->front().metric) == metric;
  if (auto done =
          one ? add_level(blessing, ledger, *build, values->front(), profile) : Result<void>{};
      !done) {
    return tl::unexpected(done.error());
  }
  if (options.all_situations) {
    blessing.situation.reset();
  }
  return blessing;
}

Result<void>
append(model::Blessing& blessing, Ledger& ledger, actions::WorkflowLog& log, ports::Ports& ports) {
  model::Event event;
  event.type = "bless";
  event.timestamp = ports.clock.now();
  event.id = util::new_ulid(event.timestamp);
  event.run = actions::read_run(ports.environment);
  event.runner = posix::read_runner(ports.environment);
  event.metadata = codec::bless_metadata(blessing);
  blessing.accepted.event_id = event.id;
  blessing.accepted.at = event.timestamp;
  blessing.accepted.actor = event.run.actor;
  if (const auto wrong = codec::EventSchema().complaint(codec::to_json(event))) {
    return failed(Error::Kind::internal, fmt::format("event bless: {}", *wrong));
  }
  const auto appended = ledger.append(event);
  if (!appended) {
    return tl::unexpected(not_appended(event, appended.error(), ports.environment));
  }
  if (!appended->notice.empty()) {
    log.line(fmt::format("tidegate: note: {}", appended->notice));
  }
  return {};
}

} // namespace

Result<int> run_bless(const BlessOptions& options, ports::Ports ports) {
  const auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  Ledger ledger(*settings, ports.clock.now());
  const auto reading = ledger.open();
  if (!reading) {
    return tl::unexpected(reading.error());
  }
  actions::WorkflowLog log(ports.environment);
  for (const auto& damage : reading->damage) {
    log.line(fmt::format("tidegate: note: {}", damage));
  }
  auto blessing = make_blessing(options, ledger, settings->policy.profile);
  if (!blessing) {
    return tl::unexpected(blessing.error());
  }
  blessing->accepted.reason = clean_reason(options.reason, ports.environment);
  if (auto done = append(*blessing, ledger, log, ports); !done) {
    return tl::unexpected(done.error());
  }
  if (!ledger.notice().empty()) {
    log.line(fmt::format("tidegate: note: {}", ledger.notice()));
  }
  constexpr int json_indent = 2;
  if (options.format == Format::json) {
    ports.environment.out(codec::to_json(*blessing, json_indent) + "\n");
  } else {
    log.answer(report::bless_text(*blessing));
  }
  return 0;
}

} // namespace tidegate::commands
