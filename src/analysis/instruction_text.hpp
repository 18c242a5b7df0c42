// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/dockerfile.hpp"

#include <string_view>

namespace tidegate::analysis {

// Whether BuildKit could have named a step `reported` for this instruction. Quotes, escapes and
// blanks do not count; a variable in the Dockerfile stands for anything, and so does what a
// redactor put in ("${NAME}", "***") or a log cut off ("...").
bool could_be_named(const model::Instruction& instruction, std::string_view reported);

// The same for FROM, which BuildKit names by the image in full: "FROM docker.io/library/debian:12".
bool could_be_base(std::string_view base, std::string_view reported);

} // namespace tidegate::analysis
