// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.hpp"
#include "ports/environment.hpp"
#include "util/result.hpp"

namespace tidegate::commands {

// The event is not lost with the log that could not take it: it is kept elsewhere, and the error
// says where.
Error not_appended(const model::Event& event, Error error, const ports::Environment& environment);

} // namespace tidegate::commands
