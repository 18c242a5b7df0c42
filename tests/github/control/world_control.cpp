// SPDX-License-Identifier: Apache-2.0
#include "github/control/world_control.hpp"

#include "github/base64.hpp"
#include "github/control/run_maker.hpp"
#include "github/control/zip.hpp"
#include "github/control_routes.hpp"
#include "github/json_fields.hpp"
#include "github/replies.hpp"

#include <nlohmann/json.hpp>

namespace github_standin {

using nlohmann::json;

namespace {

// The repository that the order is about; empty, and answered, where it names none.
std::string repository_in(const json& body, httplib::Response& response) {
  std::string name = text_of(body, "repository");
  if (!is_repository_name(name)) {
    reply_twirp_error(response, 400, "\"repository\" must be OWNER/NAME");
    return "";
  }
  return name;
}

MadeRuns order_of(const json& told) {
  MadeRuns order;
  order.count = number_of(told, "count").value_or(order.count);
  order.jobs = number_of(told, "jobs").value_or(order.jobs);
  order.steps = number_of(told, "steps").value_or(order.steps);
  order.seed = static_cast<std::uint32_t>(number_of(told, "seed").value_or(order.seed));
  order.first = parse_iso(text_of(told, "first")).value_or(order.first);
  order.spacing =
      static_cast<Moment>(number_of(told, "spacing_s").value_or(static_cast<Id>(order.spacing)));
  return order;
}

void put_runs(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  const json body = parse_object(request.body);
  const std::string name = repository_in(body, response);
  if (name.empty()) {
    return;
  }
  const std::lock_guard lock(parts.world.guard);
  json ids = json::array();
  if (body.contains("generate")) {
    ids = make_runs(parts.world, name, order_of(object_of(body, "generate")));
  }
  if (body.contains("runs")) {
    for (const json& told : list_of(body, "runs")) {
      const auto id = put_run(parts.world, name, told);
      if (!id) {
        reply_twirp_error(response, 400, id.error());
        return;
      }
      ids.push_back(*id);
    }
  }
  reply_json(response, {{"ids", ids}});
}

void put_pull(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  const json body = parse_object(request.body);
  const std::string name = repository_in(body, response);
  if (name.empty()) {
    return;
  }
  const std::lock_guard lock(parts.world.guard);
  auto& pulls = parts.world.projects[name].pulls;
  const Id number =
      number_of(body, "number").value_or(pulls.empty() ? 1 : pulls.rbegin()->first + 1);
  Pull& pull = pulls[number];
  const auto take = [&](const char* key, std::string& target, const std::string& usual) {
    target = body.contains(key) ? text_of(body, key) : target.empty() ? usual : target;
  };
  if (pull.number == 0) {
    pull.id = parts.world.new_id();
    pull.number = number;
    pull.created = now();
  }
  pull.updated = now();
  take("title", pull.title, "A change");
  take("body", pull.body, "");
  take("state", pull.state, "open");
  take("user", pull.user, "ada");
  take("head_ref", pull.head_ref, "feature");
  take("head_sha", pull.head_sha, "");
  take("head_repository", pull.head_repository, name);
  take("base_ref", pull.base_ref, "main");
  take("base_sha", pull.base_sha, "");
  pull.merged = body.contains("merged") ? flag_of(body, "merged") : pull.merged;
  reply_json(response, {{"number", number}});
}

// The bytes of "zip_base64", or a zip of "files": {name: text}.
std::optional<std::string> zip_in(const json& body) {
  if (body.contains("zip_base64")) {
    return from_base64(text_of(body, "zip_base64"));
  }
  std::vector<ZipMember> members;
  const json files = object_of(body, "files");
  for (const auto& item : files.items()) {
    members.push_back(
        {item.key(), item.value().is_string() ? item.value().get<std::string>() : ""});
  }
  return make_zip(members);
}

void put_artifact(const Parts& parts,
                  const httplib::Request& request,
                  httplib::Response& response) {
  const json body = parse_object(request.body);
  const std::string name = repository_in(body, response);
  if (name.empty()) {
    return;
  }
  auto zip = zip_in(body);
  if (!zip) {
    reply_twirp_error(response, 400, "\"zip_base64\" is no base64");
    return;
  }
  const std::lock_guard lock(parts.world.guard);
  const Id id = parts.world.new_id();
  parts.world.projects[name].artifacts[id] = {.id = id,
                                              .run = number_of(body, "run_id").value_or(0),
                                              .name = text_of(body, "name"),
                                              .zip = std::move(*zip),
                                              .signature = random_hex(16),
                                              .expired = flag_of(body, "expired"),
                                              .created = now()};
  reply_json(response, {{"id", id}});
}

void change_settings(const Parts& parts,
                     const httplib::Request& request,
                     httplib::Response& response) {
  const json body = parse_object(request.body);
  const std::lock_guard lock(parts.world.guard);
  parts.world.settings.api_url = text_of(body, "api_url");
  reply_json(response, {{"api_url", parts.world.settings.api_url}});
}

void set_rate(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  const json body = parse_object(request.body);
  const std::string resource = body.contains("resource") ? text_of(body, "resource") : "core";
  Rate rate = parts.rates.see(resource);
  rate.limit = number_of(body, "limit").value_or(rate.limit);
  rate.used = number_of(body, "used").value_or(0);
  rate.window = number_of(body, "window_s").value_or(rate.window);
  rate.refusal = static_cast<int>(number_of(body, "status").value_or(403));
  if (const auto seconds = number_of(body, "reset_in_s")) {
    rate.reset = now() + static_cast<Moment>(*seconds);
  }
  parts.rates.set(resource, rate);
  reply_json(response, {{"limit", rate.limit}, {"reset", rate.reset}});
}

void show_counters(const Parts& parts, const httplib::Request&, httplib::Response& response) {
  const Tally tally = parts.log.tally();
  json routes = json::object();
  RouteCount sum;
  for (const auto& [route, count] : tally.routes) {
    routes[route] = {
        {"requests", count.requests}, {"counted", count.counted}, {"unchanged", count.unchanged}};
    sum.requests += count.requests;
    sum.counted += count.counted;
    sum.unchanged += count.unchanged;
  }
  reply_json(response,
             {{"requests", sum.requests},
              {"counted", sum.counted},
              {"unchanged", sum.unchanged},
              {"routes", routes},
              {"tokens", tally.tokens}});
}

} // namespace

void add_world_control(const Parts& parts) {
  parts.server.Post("/_control/runs", control(parts, put_runs));
  parts.server.Post("/_control/pulls", control(parts, put_pull));
  parts.server.Post("/_control/artifacts", control(parts, put_artifact));
  parts.server.Post("/_control/settings", control(parts, change_settings));
  parts.server.Post("/_control/rate", control(parts, set_rate));
  parts.server.Get("/_control/counters", control(parts, show_counters));
}

} // namespace github_standin
