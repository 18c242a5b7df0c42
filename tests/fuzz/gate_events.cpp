// SPDX-License-Identifier: Apache-2.0
// Lines of an event log as they reach the gate: builds with their metrics, acceptances, and the
// verdicts over them.
#include "analysis/gate.hpp"
#include "analysis/metric_values.hpp"
#include "codec/bless_json.hpp"
#include "codec/build_json.hpp"
#include "codec/event_json.hpp"
#include "model/host.hpp"
#include "report/verdict_facts.hpp"
#include "util/lines.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

using namespace tidegate;

struct Log {
  std::vector<model::Build> builds;
  std::vector<model::Acceptance> accepted;
};

Log read(std::string_view text) {
  Log log;
  util::each_line(text, [&log](std::string_view line) {
    const auto event = codec::parse_event(line);
    if (!event) {
      return;
    }
    if (const auto judged = codec::parse_build_event(*event)) {
      log.builds.push_back(judged->build);
    }
    if (const auto blessing = codec::parse_bless_event(*event)) {
      log.accepted.push_back(blessing->accepted);
    }
  });
  return log;
}

// A short past would only be learnt from: each value of it stands there as often as it takes.
analysis::BuildPast past_of(const Log& log, const model::Build& build) {
  constexpr std::size_t points = 60;
  analysis::BuildPast past{
      .history = {.samples = {}, .available = true, .problem = {}}, .metrics = {}, .before = {}};
  for (const auto& value : analysis::metric_values(build)) {
    model::MetricPast known{.points = {}, .accepted = log.accepted};
    while (known.points.size() < points) {
      for (const auto& other : log.builds) {
        for (const auto& each : analysis::metric_values(other)) {
          if (each.metric == value.metric) {
            known.points.push_back({.event_id = other.id,
                                    .at = other.started.value_or(Time{}),
                                    .sha = other.run.sha,
                                    .value = each.value,
                                    .host = model::host_of(other.runner),
                                    .again = analysis::measured_again(other, each)});
          }
        }
      }
    }
    past.metrics.push_back({.now = {.measured = value,
                                    .host = model::host_of(build.runner),
                                    .again = analysis::measured_again(build, value),
                                    .at = build.started},
                            .past = std::move(known)});
  }
  return past;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Log log = read({reinterpret_cast<const char*>(data), size});
  if (log.builds.empty()) {
    return 0;
  }
  const auto& build = log.builds.back();
  const auto verdicts = analysis::judge(build, past_of(log, build), {});
  (void)codec::to_json(build, verdicts);
  for (const auto& verdict : verdicts) {
    (void)report::explanation(verdict);
    (void)report::verdict_notes(verdict, verdicts);
  }
  return 0;
}
