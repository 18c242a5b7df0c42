// SPDX-License-Identifier: Apache-2.0
#include "model/dockerfile.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>

namespace tidegate::model {

std::optional<std::string> value_of_flag(const Instruction& instruction, std::string_view name) {
  for (const std::string& flag : instruction.flags) {
    std::string_view text = flag;
    text.remove_prefix(std::min<std::size_t>(2, text.size()));
    if (text == name) {
      return "";
    }
    if (text.starts_with(name) && text.substr(name.size()).starts_with('=')) {
      return std::string(text.substr(name.size() + 1));
    }
  }
  return std::nullopt;
}

bool is_numbered(const Instruction& instruction) {
  constexpr std::array<std::string_view, 4> keywords{"ADD", "COPY", "RUN", "WORKDIR"};
  return std::ranges::find(keywords, instruction.keyword) != keywords.end();
}

std::optional<std::size_t>
stage_called(const Dockerfile& dockerfile, std::string_view name, std::size_t user) {
  // Of two stages with one name the later one counts.
  for (std::size_t i = std::min(user, dockerfile.stages.size()); i-- > 0;) {
    const auto& stage = dockerfile.stages[i];
    if (stage.named && stage.name.size() == name.size()
        && util::starts_with_ignoring_case(name, stage.name)) {
      return i;
    }
  }
  return std::nullopt;
}

bool begins_with_image(const Dockerfile& dockerfile, std::size_t stage) {
  const std::string& base = dockerfile.stages.at(stage).base;
  return base != "scratch" && !stage_called(dockerfile, base, stage);
}

} // namespace tidegate::model
