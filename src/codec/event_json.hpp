// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/build_json.hpp"
#include "model/build.hpp"
#include "model/event.hpp"
#include "model/verdict.hpp"
#include "util/result.hpp"
#include "util/secrets.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::codec {

// One line without its newline: {"event_type","timestamp","id","schema","repository","run":{},
// "runner":{},"metadata":{}}.
std::string to_json(const model::Event& event);

// Error (usage) says what is wrong: not JSON, not an object, a key missing or of the wrong type.
Result<model::Event> parse_event(std::string_view line);

// JSON text that says the same without `##[`, which the runner obeys as a command anywhere in a
// line of a log. It can only stand inside a string, where `#` may be written otherwise.
std::string without_commands(std::string json);

// A JSON object on one line, without what `redactor` hides in its keys and values, however they
// were spelled. Error (usage): it is none, or nested too deep.
Result<std::string> metadata_text(std::string_view text, const util::Redactor& redactor);

// The event `docker_build`. Its metadata has the keys that existing readers rely on
// (build_time_seconds, image_size in bytes or null, dockerfile, tag, success) and `build`, the
// whole record with its verdicts. Its time is the end of the build; where no start is
// known, the caller has to set it.
model::Event build_event(const model::Build& build, const std::vector<model::Verdict>& verdicts);

// The way back. Error (usage): another kind of event, or a record that parse_build refuses.
Result<JudgedBuild> parse_build_event(const model::Event& event);

} // namespace tidegate::codec
