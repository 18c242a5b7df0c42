// SPDX-License-Identifier: Apache-2.0
#include "commands/build/context_check.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <string>

namespace tidegate::commands {
namespace {

namespace fs = std::filesystem;

bool copies_everything(const model::Step& step) {
  const bool copies = step.instruction.starts_with("COPY ") || step.instruction.starts_with("ADD ");
  return copies && step.instruction.find(" --from=") == std::string::npos
         && step.instruction.find(" . ") != std::string::npos;
}

// Only whole-folder patterns are understood; a cleverer one costs at most a needless notice.
bool ignores(const fs::path& ignore_file, const std::string& folder) {
  std::ifstream file(ignore_file);
  std::string line;
  while (std::getline(file, line)) {
    std::string_view pattern = util::trim(line);
    while (pattern.ends_with('/') || pattern.ends_with('*')) {
      pattern.remove_suffix(1);
    }
    while (pattern.starts_with('/') || pattern.starts_with("**/") || pattern.starts_with("./")) {
      pattern.remove_prefix(pattern.find('/') + 1);
    }
    const bool everything = pattern.empty() && !util::trim(line).empty();
    if (everything || pattern == folder || pattern == ".") {
      return true;
    }
  }
  return false;
}

} // namespace

void check_context(model::Build& build, const model::Settings& settings) {
  std::error_code unreadable; // a remote context, or one that is gone: nothing to check
  const fs::path context = fs::canonical(build.request.context, unreadable);
  if (unreadable || !std::ranges::any_of(build.steps, copies_everything)) {
    return;
  }
  const fs::path inside =
      fs::weakly_canonical(settings.events_dir, unreadable).lexically_relative(context);
  if (inside.empty() || *inside.begin() == "..") {
    return;
  }
  const std::string folder = inside.begin()->string();
  const fs::path own_ignore = fs::path(build.request.dockerfile + ".dockerignore");
  if (ignores(fs::exists(own_ignore) ? own_ignore : context / ".dockerignore", folder)) {
    return;
  }
  build.notices.push_back(fmt::format("{0} lies in the build context and a step copies all of it, "
                                      "so each build changes what the next "
                                      "one copies; add \"{0}\" to .dockerignore",
                                      folder));
}

} // namespace tidegate::commands
