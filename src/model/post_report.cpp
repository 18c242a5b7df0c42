// SPDX-License-Identifier: Apache-2.0
#include "model/post_report.hpp"

#include <array>

namespace tidegate::model {

std::string_view to_text(PostReport::Status status) {
  constexpr std::array<std::string_view, 4> words{"posted", "unchanged", "nothing", "refused"};
  return words.at(static_cast<std::size_t>(status));
}

} // namespace tidegate::model
