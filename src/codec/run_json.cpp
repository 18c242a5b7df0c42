// SPDX-License-Identifier: Apache-2.0
#include "codec/event_json.hpp"
#include "codec/json_parts.hpp"

#include <nlohmann/json.hpp>

namespace tidegate::codec {

using nlohmann::ordered_json;

ordered_json text_or_null(std::string_view text) {
  return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json count_or_null(std::uint64_t count) {
  return count == 0 ? ordered_json() : ordered_json(count);
}

std::string without_commands(std::string json) {
  constexpr std::string_view command = "##[";
  for (std::size_t at = json.find(command); at != std::string::npos; at = json.find(command, at)) {
    json.replace(at, command.size(), "#\\u0023[");
  }
  return json;
}

std::string dump(const ordered_json& value, int indent) {
  return without_commands(value.dump(indent, ' ', false, ordered_json::error_handler_t::replace));
}

ordered_json run_object(const model::Run& run) {
  ordered_json object;
  object["id"] = text_or_null(run.id);
  object["attempt"] = text_or_null(run.attempt);
  object["workflow"] = text_or_null(run.workflow);
  object["job"] = text_or_null(run.job);
  object["leg"] = text_or_null(run.leg);
  object["sha"] = text_or_null(run.sha);
  object["ref"] = text_or_null(run.ref);
  object["event"] = text_or_null(run.event);
  object["actor"] = text_or_null(run.actor);
  object["pr"] = text_or_null(run.pr);
  return object;
}

ordered_json runner_object(const model::Runner& runner) {
  ordered_json object;
  object["os"] = text_or_null(runner.os);
  object["arch"] = text_or_null(runner.arch);
  object["cpu_model"] = text_or_null(runner.cpu_model);
  object["cpus"] = runner.cpus == 0 ? ordered_json() : ordered_json(runner.cpus);
  object["memory"] = count_or_null(runner.memory_bytes);
  object["image"] = text_or_null(runner.image);
  object["hosted"] = runner.hosted;
  return object;
}

model::Run read_run(const JsonReader& parent) {
  model::Run run;
  parent.object("run", [&run](const JsonReader& reader) {
    run.id = reader.text("id");
    run.attempt = reader.text("attempt");
    run.workflow = reader.text("workflow");
    run.job = reader.text("job");
    run.leg = reader.text("leg");
    run.sha = reader.text("sha");
    run.ref = reader.text("ref");
    run.event = reader.text("event");
    run.actor = reader.text("actor");
    run.pr = reader.text("pr");
  });
  run.repository = parent.text("repository");
  return run;
}

model::Runner read_runner(const JsonReader& parent) {
  model::Runner runner;
  parent.object("runner", [&runner](const JsonReader& reader) {
    runner.os = reader.text("os");
    runner.arch = reader.text("arch");
    runner.cpu_model = reader.text("cpu_model");
    runner.cpus = reader.integer("cpus").value_or(0);
    runner.memory_bytes = reader.size("memory").value_or(0);
    runner.image = reader.text("image");
    runner.hosted = reader.flag("hosted");
  });
  return runner;
}

} // namespace tidegate::codec
