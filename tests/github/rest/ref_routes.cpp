// SPDX-License-Identifier: Apache-2.0
#include "github/rest/ref_routes.hpp"

#include "github/json_fields.hpp"
#include "github/rest/branch_commit.hpp"
#include "github/rest/commit_shapes.hpp"
#include "github/rest/paging.hpp"
#include "github/rest/shapes.hpp"

#include <algorithm>
#include <array>

namespace github_standin {

using nlohmann::json;

namespace {

json ref_shape(const Call& call, const std::string& ref, const std::string& sha) {
  return {{"ref", ref},
          {"node_id", node_id("Ref", number_of_name(ref))},
          {"url", call.url("/git/" + ref)},
          {"object", {{"type", "commit"}, {"sha", sha}, {"url", call.url("/git/commits/" + sha)}}}};
}

// "heads/data" and, as GitHub forgives, "refs/heads/data".
std::string ref_in(const Call& call) {
  const std::string& name = call.captured.at(0);
  return name.starts_with("refs/") ? name : "refs/" + name;
}

Reply get(const Call& call) {
  const auto sha = plumbing_of(call).resolve(ref_in(call));
  return sha ? Reply{.body = ref_shape(call, ref_in(call), *sha)} : not_found();
}

Reply list_matching(const Call& call) {
  const auto lines = plumbing_of(call).lines({"for-each-ref", "--format=%(objectname) %(refname)"});
  std::vector<std::string> found;
  for (const std::string& line : lines.value_or(std::vector<std::string>())) {
    if (std::string_view(line).substr(41).starts_with(ref_in(call))) {
      found.push_back(line);
    }
  }
  return paged(call, found, [&](const std::string& line) {
    return ref_shape(call, line.substr(41), line.substr(0, 40));
  });
}

Reply create(const Call& call) {
  const Plumbing git = plumbing_of(call);
  const std::string ref = text_of(call.body, "ref");
  const std::string sha = text_of(call.body, "sha");
  if (!ref.starts_with("refs/") || std::ranges::count(ref, '/') < 2) {
    return refusal(422, "Reference name must start with 'refs/' and have at least two slashes");
  }
  if (sha.size() != 40 || !git.read_commit(sha)) {
    return refusal(422, "Object does not exist");
  }
  if (!git.move_ref(ref, sha, no_object)) {
    return refusal(422, "Reference already exists");
  }
  return {.status = 201, .body = ref_shape(call, ref, sha)};
}

Reply change(const Call& call) {
  const Plumbing git = plumbing_of(call);
  const std::string sha = text_of(call.body, "sha");
  const auto before = git.resolve(ref_in(call));
  if (!before) {
    return refusal(422, "Reference does not exist");
  }
  if (sha.size() != 40 || !git.read_commit(sha)) {
    return refusal(422, "Object does not exist");
  }
  if (is_protected(call, ref_in(call))) {
    return refusal(422, "Changes must be made through a pull request.");
  }
  if (!flag_of(call.body, "force") && !git.is_ancestor(*before, sha)) {
    return refusal(422, "Update is not a fast forward");
  }
  if (!git.move_ref(ref_in(call), sha, *before)) {
    return refusal(409, "Reference cannot be updated"); // a push came between
  }
  return {.body = ref_shape(call, ref_in(call), sha)};
}

Reply remove(const Call& call) {
  const Plumbing git = plumbing_of(call);
  return git.resolve(ref_in(call)) && git.remove_ref(ref_in(call))
             ? Reply{.status = 204}
             : refusal(422, "Reference does not exist");
}

Reply list_branches(const Call& call) {
  const auto lines = plumbing_of(call).lines(
      {"for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads/"});
  return paged(call, lines.value_or(std::vector<std::string>()), [&](const std::string& line) {
    const std::string name = line.substr(41);
    const std::string sha = line.substr(0, 40);
    return json{{"name", name},
                {"commit", {{"sha", sha}, {"url", call.url("/commits/" + sha)}}},
                {"protected", is_protected(call, "refs/heads/" + name)}};
  });
}

constexpr std::array<Route, 6> routes{{
    {"GET", "git/ref/{*}", "GetRef", "contents", get},
    {"GET", "git/matching-refs/{*}", "ListRefs", "contents", list_matching},
    {"POST", "git/refs", "CreateRef", "contents", create},
    {"PATCH", "git/refs/{*}", "UpdateRef", "contents", change},
    {"DELETE", "git/refs/{*}", "DeleteRef", "contents", remove},
    {"GET", "branches", "ListBranches", "contents", list_branches},
}};

} // namespace

std::span<const Route> ref_routes() {
  return routes;
}

} // namespace github_standin
