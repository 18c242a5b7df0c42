// SPDX-License-Identifier: Apache-2.0
#include "report/starter_text.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

using State = model::StarterFile::State;

const char* words(State state) {
  if (state == State::written) {
    return "written";
  }
  return state == State::exists ? "exists, left as it is" : "would be written";
}

} // namespace

std::string starter_text(const model::Starter& starter) {
  std::string text = util::to_printable(starter.repository) + ":\n";
  for (const auto& file : starter.files) {
    text += fmt::format("  {}: {}\n", file.path, words(file.state));
  }
  const bool new_workflow = std::ranges::any_of(starter.files, [](const auto& file) {
    return file.state != State::exists && file.path.find("/workflows/") != std::string::npos;
  });
  if (new_workflow) {
    text +=
        fmt::format("  branch whose pushes are built: {}\n", util::to_printable(starter.branch));
  }
  if (starter.placeholder && new_workflow) {
    text += fmt::format("next: the workflows cannot run before {} names the repository of tidegate "
                        "that you use\n      and a commit of it; --action OWNER/tidegate@COMMIT "
                        "puts it in\n",
                        starter.action);
  }
  for (const std::string& used : starter.placeholders) {
    text += fmt::format("next: put the full id of a commit in place of the zeros of {}\n", used);
  }
  for (const auto& file : starter.files) {
    if (!file.lacks.empty()) {
      text +=
          fmt::format("next: add the line {} to {}, so that what tidegate keeps there stays out "
                      "of {}\n",
                      file.lacks,
                      file.path,
                      file.path == ".gitignore" ? "commits" : "images and their cache");
    }
  }
  return text;
}

} // namespace tidegate::report
