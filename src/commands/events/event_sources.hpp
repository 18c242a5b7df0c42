// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/policy.hpp"
#include "util/result.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::commands {

// Some lines of the log, the spool, or the copy of the event branch; the last one of a file may
// lack its newline.
struct SourceBlock {
  const std::string& file; // as a person would name it
  bool first{false};       // of its file
  std::string_view text;
};

using BlockSink = std::function<void(const SourceBlock&)>;

// Every line that is here: of the log first, then of the spool, then of the branch, each in the
// order of its files. One event may come more than once. `problems` takes what could not be read,
// and reading goes on. Error: external; the log cannot be read.
Result<void> each_block(const model::Settings& settings,
                        const BlockSink& sink,
                        std::vector<std::string>& problems);

struct SourceLine {
  const std::string& file;
  int number{0}; // 1-based
  std::string_view text;
};

using LineSink = std::function<void(const SourceLine&)>;

// The same line by line.
Result<void> each_line(const model::Settings& settings,
                       const LineSink& sink,
                       std::vector<std::string>& problems);

} // namespace tidegate::commands
