// SPDX-License-Identifier: Apache-2.0
#include "commands/build/source_lines.hpp"

#include "adapters/dockerfile/parser.hpp"
#include "analysis/dockerfile_lines.hpp"

namespace tidegate::commands {

void add_source_lines(model::Build& build, const std::string& path, std::string_view text) {
  if (text.empty()) {
    return;
  }
  dockerfile::ParseOptions options;
  options.file = path;
  options.target = build.request.target;
  analysis::assign_lines(build.steps, dockerfile::parse_dockerfile(text, options));
}

} // namespace tidegate::commands
