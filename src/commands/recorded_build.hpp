// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "codec/build_json.hpp"
#include "commands/ledger.hpp"
#include "model/build.hpp"
#include "util/result.hpp"

#include <functional>
#include <string>

namespace tidegate::commands {

// Opens the history, once, when the first build needs it: two files need none.
using OpenLedger = std::function<Result<Ledger*>()>;

// One build by what a person calls it: `latest`, `latest~2`, an event id or the beginning of one
// (4 characters at least), a file with a JSON record or event, or `-` for standard input. Error:
// usage where there is no such build, or more than one.
Result<model::Build> find_build(const std::string& name, const OpenLedger& open);

// With the verdicts that it was recorded with.
Result<codec::JudgedBuild> find_judged_build(const std::string& name, const OpenLedger& open);

} // namespace tidegate::commands
