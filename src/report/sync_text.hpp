// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/sync.hpp"
#include "report/progress.hpp"

#include <functional>
#include <string>

namespace tidegate::report {

// A few lines: what was fetched, with how many requests, and what is missing.
std::string sync_text(const model::SyncReport& report);

// "1 span of time and the jobs of 12 runs"; empty where nothing is missing.
std::string missing_text(const model::SyncReport& report);

// How far a sync is: on a terminal one line that is written again, elsewhere a line now and then.
class SyncProgress {
public:
  // `columns` of the terminal, asked each time; 0: no terminal.
  SyncProgress(TextSink sink, std::function<int()> columns);

  // Often; `now` is any clock that does not go back.
  void show(const model::SyncReport& report, Seconds now);
  void line(const std::string& text); // between them
  void finish();                      // takes the line away

private:
  TextSink sink_;
  std::function<int()> columns_;
  std::string shown_; // on the terminal
  Seconds shown_at_{0};
  bool began_{false};
};

} // namespace tidegate::report
