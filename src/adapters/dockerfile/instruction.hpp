// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::dockerfile {

// Splits an instruction into keyword, flags and arguments as moby/buildkit does for its keyword.
// Line numbers and here-documents are the caller's.
model::Instruction split_instruction(std::string_view text, char escape);

// RUN, COPY and ADD, also behind ONBUILD, unless written as a JSON list.
bool may_have_heredocs(const model::Instruction& instruction, char escape);

// A JSON list of strings, and nothing behind it; nullopt: it is none.
std::optional<std::vector<std::string>> parse_string_list(std::string_view text);

} // namespace tidegate::dockerfile
