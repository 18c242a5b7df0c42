// SPDX-License-Identifier: Apache-2.0
#include "github/rest/artifact_routes.hpp"

#include "github/rest/paging.hpp"
#include "github/rest/shapes.hpp"

#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

constexpr Moment kept = Moment(90) * 86400;

json artifact_shape(const Call& call, const Artifact& artifact) {
  const std::string url = call.url("/actions/artifacts/" + std::to_string(artifact.id));
  json shape{{"id", artifact.id},
             {"node_id", node_id("Artifact", artifact.id)},
             {"name", artifact.name},
             {"size_in_bytes", artifact.zip.size()},
             {"url", url},
             {"archive_download_url", url + "/zip"},
             {"expired", artifact.expired},
             {"created_at", to_iso(artifact.created)},
             {"updated_at", to_iso(artifact.created)},
             {"expires_at", to_iso(artifact.created + kept)}};
  const auto& runs = call.project().runs;
  if (const auto run = runs.find(artifact.run); run != runs.end()) {
    shape["workflow_run"] = {{"id", artifact.run},
                             {"repository_id", number_of_name(call.repository)},
                             {"head_repository_id", number_of_name(run->second.head_repository)},
                             {"head_branch", run->second.branch},
                             {"head_sha", run->second.sha}};
  }
  return shape;
}

// Newest first; of all runs where `run` is 0.
Reply list(const Call& call, Id run) {
  const std::string name = call.query("name");
  std::vector<const Artifact*> found;
  for (const auto& [id, artifact] : call.project().artifacts) {
    if ((run == 0 || artifact.run == run) && (name.empty() || artifact.name == name)) {
      found.insert(found.begin(), &artifact);
    }
  }
  return counted(call, "artifacts", found, [&](const Artifact* artifact) {
    return artifact_shape(call, *artifact);
  });
}

Reply list_all(const Call& call) {
  return list(call, 0);
}

Reply list_of_run(const Call& call) {
  return call.project().runs.contains(call.id(0)) ? list(call, call.id(0)) : not_found();
}

const Artifact* find_artifact(const Call& call) {
  const auto& artifacts = call.project().artifacts;
  const auto found = artifacts.find(call.id(0));
  return found == artifacts.end() ? nullptr : &found->second;
}

Reply get_artifact(const Call& call) {
  const Artifact* artifact = find_artifact(call);
  return artifact == nullptr ? not_found() : Reply{.body = artifact_shape(call, *artifact)};
}

Reply download(const Call& call) {
  const Artifact* artifact = find_artifact(call);
  if (artifact == nullptr || artifact->expired) {
    return artifact == nullptr ? not_found() : refusal(410, "Artifact has expired");
  }
  return {.status = 302,
          .body = nullptr,
          .headers = {{"Location",
                       call.parts.other.url() + "artifacts/" + call.repository + "/"
                           + std::to_string(artifact->id) + ".zip?sig=" + artifact->signature}}};
}

constexpr std::array<Route, 4> routes{{
    {"GET", "actions/artifacts", "ListArtifacts", "actions", list_all},
    {"GET", "actions/runs/{}/artifacts", "ListRunArtifacts", "actions", list_of_run},
    {"GET", "actions/artifacts/{}", "GetArtifact", "actions", get_artifact},
    {"GET", "actions/artifacts/{}/zip", "DownloadArtifact", "actions", download},
}};

void serve_bytes(const Parts& parts, const httplib::Request& request, httplib::Response& response) {
  current_exchange().route = "ArtifactBytes";
  current_exchange().key = request.matches[1].str();
  if (inject(parts.faults, parts.other.stop_signal(), response)) {
    return;
  }
  const std::lock_guard lock(parts.world.guard);
  const auto& artifacts = parts.world.projects[request.matches[1].str()].artifacts;
  for (const auto& [id, artifact] : artifacts) {
    if (std::to_string(id) == request.matches[2].str()
        && artifact.signature == request.get_param_value("sig")) {
      response.set_content(artifact.zip, "application/zip");
      return;
    }
  }
  response.status = 403;
  response.set_content("the signature fits no artifact\n", "text/plain");
}

} // namespace

std::span<const Route> artifact_routes() {
  return routes;
}

void add_artifact_host(const Parts& parts) {
  parts.other.Get("/artifacts/([^/]+/[^/]+)/([0-9]+)\\.zip",
                  [parts](const httplib::Request& request, httplib::Response& response) {
                    serve_bytes(parts, request, response);
                  });
  // Whatever a redirect of a fault leads to: the log says whether a token came along.
  parts.other.Get("/.*", [](const httplib::Request& request, httplib::Response& response) {
    current_exchange().route = "OtherHost";
    current_exchange().key = request.path;
    response.set_content("{}", "application/json");
  });
}

} // namespace github_standin
