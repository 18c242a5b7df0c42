// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/cache_access.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::docker {

// One CSV record as buildx reads the values of its options (github.com/tonistiigi/go-csvvalue,
// which has the rules of Go's encoding/csv). nullopt where it is not one: buildx will refuse it.
std::optional<std::vector<std::string>> csv_fields(std::string_view text);

// A value of --cache-from or --cache-to: `type=gha,scope=x`, or references without `type` for the
// registry. Empty where buildx will refuse it.
std::vector<model::CacheOption> parse_cache_options(std::string_view text);

// True where a value of --output makes buildx write the result to its stdout.
bool writes_to_stdout(std::string_view output);

// "local", "image", "docker", ...: of a value of --output; a bare path is "local", "-" is "tar".
// Empty where buildx will refuse it.
std::string output_type(std::string_view output);

// Go's strconv.ParseBool; nullopt where it is neither.
std::optional<bool> parse_go_bool(std::string_view text);

} // namespace tidegate::docker
