// SPDX-License-Identifier: Apache-2.0
#include "github/rest/check_routes.hpp"

#include "github/json_fields.hpp"
#include "github/rest/check_body.hpp"
#include "github/rest/paging.hpp"
#include "github/rest/run_shapes.hpp"
#include "github/rest/shapes.hpp"

#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

json text_shape(const std::optional<std::string>& text) {
  return text ? json(*text) : json();
}

json app_shape(const Call& call) {
  return {{"id", 15368},
          {"slug", "github-actions"},
          {"node_id", node_id("App", 15368)},
          {"owner", user_shape(call, "github")},
          {"name", "GitHub Actions"},
          {"description", nullptr},
          {"external_url", "https://help.github.com/en/actions"},
          {"html_url", "https://github.com/apps/github-actions"},
          {"created_at", to_iso(1'532'985'600)},
          {"updated_at", to_iso(1'532'985'600)},
          {"permissions", json::object()},
          {"events", json::array()}};
}

json pulls_shape(const Call& call, const CheckRun& check) {
  json list = json::array();
  for (const auto& [number, pull] : call.project().pulls) {
    if (pull.head_sha == check.sha) {
      list.push_back(short_pull_shape(call, pull));
    }
  }
  return list;
}

json check_shape(const Call& call, const CheckRun& check) {
  const std::string id = std::to_string(check.id);
  const std::string url = call.url("/check-runs/" + id);
  const std::string page = call.parts.server.url() + call.repository + "/runs/" + id;
  return {{"id", check.id},
          {"node_id", node_id("CheckRun", check.id)},
          {"head_sha", check.sha},
          {"external_id", check.external_id},
          {"url", url},
          {"html_url", page},
          {"details_url", check.details_url.empty() ? page : check.details_url},
          {"status", check.status},
          {"conclusion", text_or_null(check.conclusion)},
          {"started_at", moment_shape(check.started)},
          {"completed_at", moment_shape(check.completed)},
          {"name", check.name},
          {"check_suite", {{"id", number_of_name(check.sha)}}},
          {"app", app_shape(call)},
          {"pull_requests", pulls_shape(call, check)},
          {"output",
           {{"title", text_shape(check.title)},
            {"summary", text_shape(check.summary)},
            {"text", text_shape(check.text)},
            {"annotations_count", check.annotations.size()},
            {"annotations_url", url + "/annotations"}}}};
}

json annotation_shape(const Call& call, const CheckRun& check, const Annotation& annotation) {
  return {
      {"path", annotation.path},
      {"blob_href",
       call.parts.server.url() + call.repository + "/blob/" + check.sha + "/" + annotation.path},
      {"start_line", annotation.start_line},
      {"end_line", annotation.end_line},
      {"start_column", nullptr},
      {"end_column", nullptr},
      {"annotation_level", annotation.level},
      {"title", text_or_null(annotation.title)},
      {"message", annotation.message},
      {"raw_details", nullptr}};
}

CheckRun* find_check(const Call& call) {
  auto& checks = call.project().checks;
  const auto found = checks.find(call.id(0));
  return found == checks.end() ? nullptr : &found->second;
}

Reply create(const Call& call) {
  CheckRun check{.id = call.parts.world.new_id(), .sha = text_of(call.body, "head_sha")};
  if (check.sha.size() != 40 || text_of(call.body, "name").empty()) {
    return invalid("CheckRun", "head_sha", "name and head_sha are required");
  }
  check.started = now();
  if (auto wrong = take_check(call.body, check)) {
    return *wrong;
  }
  const Id id = check.id;
  call.project().checks[id] = std::move(check);
  return {.status = 201, .body = check_shape(call, call.project().checks[id])};
}

// All or nothing: a refused change leaves the check as it was.
Reply change(const Call& call) {
  CheckRun* check = find_check(call);
  if (check == nullptr) {
    return not_found();
  }
  CheckRun changed = *check;
  if (auto wrong = take_check(call.body, changed)) {
    return *wrong;
  }
  *check = std::move(changed);
  return {.body = check_shape(call, *check)};
}

Reply get(const Call& call) {
  const CheckRun* check = find_check(call);
  return check == nullptr ? not_found() : Reply{.body = check_shape(call, *check)};
}

Reply list_annotations(const Call& call) {
  const CheckRun* check = find_check(call);
  if (check == nullptr) {
    return not_found();
  }
  return paged(call, check->annotations, [&](const Annotation& annotation) {
    return annotation_shape(call, *check, annotation);
  });
}

Reply list_of_commit(const Call& call) {
  const std::string name = call.query("check_name");
  std::vector<const CheckRun*> found;
  for (const auto& [id, check] : call.project().checks) {
    if (check.sha == call.captured.at(0) && (name.empty() || check.name == name)) {
      found.push_back(&check);
    }
  }
  return counted(
      call, "check_runs", found, [&](const CheckRun* check) { return check_shape(call, *check); });
}

constexpr std::array<Route, 5> routes{{
    {"POST", "check-runs", "CreateCheckRun", "checks", create},
    {"GET", "check-runs/{}", "GetCheckRun", "checks", get},
    {"PATCH", "check-runs/{}", "UpdateCheckRun", "checks", change},
    {"GET", "check-runs/{}/annotations", "ListAnnotations", "checks", list_annotations},
    {"GET", "commits/{}/check-runs", "ListCommitChecks", "checks", list_of_commit},
}};

} // namespace

std::span<const Route> check_routes() {
  return routes;
}

} // namespace github_standin
