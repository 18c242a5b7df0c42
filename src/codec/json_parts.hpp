// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/build_json.hpp"
#include "codec/json_reader.hpp"
#include "model/run.hpp"

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// The parts that the build record and the event envelope share. Inside codec only.
namespace tidegate::codec {

// Unknown values are null: an empty text, a count of 0 where 0 cannot be.
nlohmann::ordered_json text_or_null(std::string_view text);
nlohmann::ordered_json count_or_null(std::uint64_t count);

// One text; invalid UTF-8 cannot make it throw.
std::string dump(const nlohmann::ordered_json& value, int indent);

// `repository` of the run stands beside it, not in it.
nlohmann::ordered_json run_object(const model::Run& run);
nlohmann::ordered_json runner_object(const model::Runner& runner);
model::Run read_run(const JsonReader& parent);
model::Runner read_runner(const JsonReader& parent);

nlohmann::ordered_json build_object(const model::Build& build,
                                    const std::vector<model::Verdict>& verdicts);
JudgedBuild read_build(const JsonReader& record);

} // namespace tidegate::codec
