// SPDX-License-Identifier: Apache-2.0
#include "commands/build/context_check.hpp"

#include "adapters/dockerfile/context.hpp"
#include "adapters/dockerfile/parser.hpp"
#include "adapters/dockerfile/scope.hpp"
#include "adapters/dockerfile/sources.hpp"
#include "commands/events/data_folders.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace tidegate::commands {
namespace {

namespace fs = std::filesystem;

// Relative to the context, as a .dockerignore names it; empty: not in there. By way of an absolute
// path, because a relative one that is not there yet stays as it is.
std::string place_in(const fs::path& context, const fs::path& path) {
  std::error_code problem;
  const fs::path here = fs::absolute(path, problem);
  const fs::path inside = fs::weakly_canonical(here, problem).lexically_relative(context);
  const bool outside = problem || inside.empty() || *inside.begin() == ".." || inside == ".";
  return outside ? std::string{} : inside.generic_string();
}

std::vector<std::string> kept_places(const fs::path& context, const model::Settings& settings) {
  const DataFolders folders = data_folders(settings);
  std::vector<std::string> places;
  for (const fs::path& path :
       {fs::path(settings.events_dir), folders.branch, folders.spool, fs::path(settings.store)}) {
    places.push_back(place_in(context, path));
  }
  std::erase(places, "");
  return places;
}

// What a step reads of the context, by its own words: BuildKit has put the variables in.
dockerfile::ContextSources sources_of(const model::Step& step) {
  const dockerfile::ParseOptions options;
  const auto parsed = dockerfile::parse_dockerfile("FROM scratch\n" + step.instruction, options);
  const bool one = parsed.stages.size() == 1 && parsed.stages.front().steps.size() == 2;
  return one ? dockerfile::context_sources(
                   parsed.stages.front().steps.back(), dockerfile::Scope(options), parsed.escape)
             : dockerfile::ContextSources{};
}

bool reads(const dockerfile::ContextSources& sources, const std::string& place) {
  const bool named = std::ranges::any_of(sources.paths, [&](const std::string& path) {
    const fs::path clean = fs::path("/" + path).lexically_normal().relative_path();
    return clean.empty() || dockerfile::IgnoreRules({clean.generic_string()}).ignores(place);
  });
  return named && !dockerfile::IgnoreRules(sources.exclude).ignores(place);
}

// The line for a .dockerignore: all of `.tidegate`, since nothing in it belongs into an image.
std::string ignore_line(const std::string& place) {
  constexpr std::string_view own = ".tidegate";
  const auto parts = util::split(place, '/');
  const auto found = std::ranges::find(parts, own);
  return found == parts.end() ? place : util::join({parts.begin(), found + 1}, "/") + "/";
}

} // namespace

void check_context(model::Build& build, const model::Settings& settings) {
  std::error_code unreadable; // a remote context, or one that is gone: nothing to check
  const fs::path context = fs::canonical(build.request.context, unreadable);
  if (unreadable || !fs::is_directory(context, unreadable)) {
    return;
  }
  auto places = kept_places(context, settings);
  const auto rules = dockerfile::read_ignore_rules(context, build.request.dockerfile);
  std::erase_if(places, [&](const std::string& place) { return rules.ignores(place); });
  std::vector<dockerfile::ContextSources> sources;
  std::ranges::transform(build.steps, std::back_inserter(sources), &sources_of);
  std::vector<std::string> lines;
  for (const std::string& place : places) {
    const bool covered = dockerfile::IgnoreRules(lines).ignores(place);
    if (!covered
        && std::ranges::any_of(sources, [&](const auto& read) { return reads(read, place); })) {
      lines.push_back(ignore_line(place));
    }
  }
  if (!lines.empty()) {
    build.notices.push_back(
        fmt::format("{0} lies in the build context and a step copies it, so each build changes "
                    "what the next one copies; add it to .dockerignore",
                    util::to_printable(util::join(lines, " and "))));
  }
}

} // namespace tidegate::commands
