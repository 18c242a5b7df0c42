// SPDX-License-Identifier: Apache-2.0
#include "codec/release_json.hpp"

#include "codec/build_parts.hpp"
#include "util/time.hpp"

namespace tidegate::codec {
namespace {

using nlohmann::ordered_json;

constexpr int schema_version = 1;

ordered_json gate_object(const model::ReleaseGate& gate) {
  ordered_json object;
  object["name"] = gate.name;
  object["status"] = model::to_text(gate.status);
  object["reasons"] = gate.reasons;
  return object;
}

ordered_json build_object(const model::ReleaseBuild& judged) {
  const model::Build& build = judged.build;
  ordered_json object;
  object["id"] = text_or_null(build.id);
  object["image"] = text_or_null(build.image.ref);
  object["workflow"] = text_or_null(build.run.workflow);
  object["job"] = text_or_null(build.run.job);
  object["leg"] = text_or_null(build.run.leg);
  object["commit"] = text_or_null(build.run.sha);
  object["ref"] = text_or_null(build.run.ref);
  object["started"] = time_or_null(build.started);
  object["outcome"] = build.outcome ? ordered_json(model::to_text(*build.outcome)) : ordered_json();
  object["verdicts"] = list_of(judged.verdicts, verdict_object);
  return object;
}

ordered_json regression_object(const model::OpenRegression& regression) {
  ordered_json object;
  object["thing"] = regression.thing;
  object["build"] = text_or_null(regression.build_id);
  object["verdict"] = verdict_object(regression.verdict);
  return object;
}

ordered_json part_object(const model::HealthPart& part) {
  ordered_json object;
  object["dimension"] = part.dimension;
  object["name"] = part.name;
  object["value"] = part.value;
  object["target"] = part.target;
  object["at_least"] = part.at_least;
  object["points"] = part.points;
  object["lost"] = part.lost;
  return object;
}

ordered_json health_object(const model::ReleaseHealth& health) {
  ordered_json object;
  object["score"] = value_or_null(health.score);
  object["limit"] = health.limit;
  object["above"] = health.above;
  object["indicators"] = list_of(health.parts, part_object);
  object["missing"] = health.missing;
  return object;
}

ordered_json runs_object(const model::ReleaseRuns& runs,
                         const std::vector<model::Verdict>& verdicts) {
  ordered_json object;
  object["known"] = runs.known;
  object["wanted"] = runs.wanted;
  object["needed"] = runs.needed;
  object["counted"] = runs.known ? ordered_json(runs.counted) : ordered_json();
  object["succeeded"] = runs.known ? ordered_json(runs.succeeded) : ordered_json();
  object["left_out"] = runs.known ? ordered_json(runs.left_out) : ordered_json();
  object["own_left_out"] = runs.known ? ordered_json(runs.own) : ordered_json();
  object["newest"] = time_or_null(runs.newest);
  object["queue_seconds_p50"] = seconds_or_null(runs.queue_median);
  object["verdicts"] = list_of(verdicts, verdict_object);
  return object;
}

} // namespace

std::string to_json(const model::Release& release, int indent) {
  ordered_json object;
  object["schema"] = schema_version;
  object["status"] = model::to_text(model::gravest(release.gates));
  object["judged_at"] = util::to_rfc3339(release.now);
  object["repository"] = text_or_null(release.repository);
  object["branch"] = text_or_null(release.branch);
  object["commit"] = text_or_null(release.commit);
  object["gates"] = list_of(release.gates, gate_object);
  object["builds"] = list_of(release.builds, build_object);
  object["regressions"] = list_of(release.regressions, regression_object);
  object["all_series"] = release.all_regressions;
  object["health"] = health_object(release.health);
  object["runs"] = runs_object(release.runs, release.run_verdicts);
  return dump(object, indent);
}

} // namespace tidegate::codec
