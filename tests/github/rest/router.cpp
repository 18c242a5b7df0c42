// SPDX-License-Identifier: Apache-2.0
#include "github/rest/router.hpp"

#include "github/rest/all_routes.hpp"

#include <httplib.h>

namespace github_standin {

namespace {

using Segments = std::vector<std::string>;

Segments split(std::string_view path) {
  Segments segments;
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? "" : path.substr(slash + 1);
  }
  return segments;
}

std::string decoded(const std::string& segment) {
  return httplib::detail::decode_url(segment, false);
}

// The segments from there on, as one.
std::string rest_of(const Segments& path, std::size_t begin) {
  std::string rest;
  for (std::size_t i = begin; i < path.size(); ++i) {
    rest += (i > begin ? "/" : "") + decoded(path[i]);
  }
  return rest;
}

bool fits(const Segments& pattern, const Segments& path, Segments& captured) {
  captured.clear();
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "{*}") {
      captured.push_back(rest_of(path, i));
      return true;
    }
    if (i >= path.size()) {
      return false;
    }
    if (pattern[i] == "{}") {
      captured.push_back(decoded(path[i]));
    } else if (pattern[i] != path[i]) {
      return false;
    }
  }
  return pattern.size() == path.size();
}

bool takes(const Route& route, const std::string& method) {
  return method == route.method || (method == "HEAD" && std::string_view(route.method) == "GET");
}

} // namespace

Matched match(const std::string& method, const std::string& target) {
  Matched matched;
  std::string path = target.substr(1, target.find('?') - 1);
  for (const std::string_view prefix : {"api/v3/", "api/"}) {
    if (path.starts_with(prefix)) {
      path = path.substr(prefix.size());
      matched.prefix = "/" + std::string(prefix.substr(0, prefix.size() - 1));
      break;
    }
  }
  Segments segments = split(path);
  const bool in_repository = segments.size() >= 3 && segments[0] == "repos";
  if (in_repository) {
    matched.repository = decoded(segments[1]) + "/" + decoded(segments[2]);
    segments.erase(segments.begin(), segments.begin() + 3);
  }
  for (const Route* route : all_routes()) {
    const std::string_view pattern = route->pattern;
    const bool global = pattern.starts_with('=');
    if (global != in_repository && takes(*route, method)
        && fits(split(global ? pattern.substr(1) : pattern), segments, matched.captured)) {
      matched.route = route;
      break;
    }
  }
  return matched;
}

} // namespace github_standin
