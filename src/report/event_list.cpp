// SPDX-License-Identifier: Apache-2.0
#include "report/event_list.hpp"

#include "util/text.hpp"

#include <fmt/format.h>

namespace tidegate::report {

std::string event_line(const ListedEvent& event) {
  constexpr std::size_t longest = 160;
  const auto shown = [](const std::string& text) {
    return util::to_printable(util::shorten(text, longest));
  };
  return fmt::format("{}  {:<20}  {}  {}{}{}\n",
                     shown(event.timestamp),
                     shown(event.type),
                     shown(event.id),
                     shown(event.place),
                     event.place.empty() ? "" : "  ",
                     shown(event.metadata));
}

} // namespace tidegate::report
