// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/blessing.hpp"
#include "model/event.hpp"
#include "util/result.hpp"

#include <string>

namespace tidegate::codec {

// The metadata of the event `bless`, on one line. What the envelope says (id, time, actor) is not
// in it.
std::string bless_metadata(const model::Blessing& blessing);

// The way back, from a log that others may have written: texts are printable and short. Error
// (usage): another kind of event, an unknown metric, a name of the thing that is none.
Result<model::Blessing> parse_bless_event(const model::Event& event);

// What `bless` prints: the same with the id of the event. templates/schemas/bless.schema.json.
std::string to_json(const model::Blessing& blessing, int indent);

} // namespace tidegate::codec
