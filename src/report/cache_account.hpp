// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <string>
#include <vector>

namespace tidegate::report {

// "saved 41.0s, spent 15.2s on it (import 3.2s, export 12.0s)", "exported 120 MB", "the repository
// uses 6.20 GB of 10.0 GB (62 %)": only what was measured.
std::vector<std::string> account_lines(const model::CacheAccount& account,
                                       const model::Cache& cache);

// One line for each kind of trouble: "rate-limited (export, 3 times): ...".
std::vector<std::string> remedies(const model::Cache& cache);

// "the cache broke the first attempt after 12.3s, so it was built without its export"; empty where
// the first attempt was the only one.
std::string rebuilt_facts(const model::Build& build);

// "export with mode=min (about 12.0s less per build)"
std::string advice_line(const model::CacheAdvice& advice);

} // namespace tidegate::report
