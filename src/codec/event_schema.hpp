// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::codec {

// The schemas of templates/schemas for what may stand in an event log, in the program. As much of
// JSON Schema draft-07 as they use; a line may be anything.
class EventSchema {
public:
  EventSchema();
  ~EventSchema();
  EventSchema(EventSchema&& other) noexcept;
  EventSchema& operator=(EventSchema&&) = delete;
  EventSchema(const EventSchema&) = delete;
  EventSchema& operator=(const EventSchema&) = delete;

  // The first thing that is wrong with a line, printable: "metadata.success: is not a boolean".
  // nullopt: it is an event, or a line of the deployment log, which has no id but an environment.
  [[nodiscard]] std::optional<std::string> complaint(std::string_view line) const;

  // Keywords of the schemas that are not known here, so that none is passed over in silence.
  [[nodiscard]] std::vector<std::string> unknown_keywords() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace tidegate::codec
