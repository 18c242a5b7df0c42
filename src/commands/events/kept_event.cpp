// SPDX-License-Identifier: Apache-2.0
#include "commands/events/kept_event.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/eventlog/event_log.hpp"
#include "codec/event_json.hpp"

#include <fmt/format.h>

namespace tidegate::commands {

Error not_appended(const model::Event& event, Error error, const ports::Environment& environment) {
  const auto kept =
      eventlog::save_elsewhere(actions::temp_parent(environment), event.id, codec::to_json(event));
  error.hint += error.hint.empty() ? "" : "; ";
  error.hint += kept ? fmt::format("the event is kept in {}; append that line to the log when it "
                                   "can be written",
                                   kept->string())
                     : kept.error().message;
  return error;
}

} // namespace tidegate::commands
