// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::commands {

using Record = std::vector<std::string>; // the fields of one line

// Comma-separated values as csv-parse reads them with relax_quotes and skip_empty_lines, because
// that is what docker/build-push-action reads its inputs with: a field that begins with a quote may
// hold commas and newlines, "" in it is a quote, and a quote anywhere else is a plain character.
// Error: usage, where a quote stays open.
Result<std::vector<Record>> parse_csv(std::string_view text);

// The fields as one record; those that need quotes get them.
std::string join_csv(const Record& fields);

enum class ListStyle {
  commas,   // newlines and commas separate items
  lines,    // only newlines do; quotes around an item are taken off
  verbatim, // only newlines do; quotes stay
  values,   // like `lines`, but spaces around an item belong to it: secrets
};

// The items of a list input. Empty ones are left out. Error: usage.
Result<std::vector<std::string>> parse_input_list(std::string_view text, ListStyle style);

} // namespace tidegate::commands
