// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/github/runs.hpp"
#include "adapters/sqlite/answer_cache.hpp"
#include "adapters/sqlite/run_store.hpp"
#include "model/sync.hpp"
#include "util/secrets.hpp"

#include <functional>
#include <string>

namespace tidegate::commands {

// What the parts of a sync share: where it asks, where it keeps, and what it tells.
struct SyncState {
  github::Runs& runs;
  sqlite::RunStore& store;
  sqlite::AnswerCache& answers;
  ports::Clock& clock;
  github::RunQuestion question;
  sqlite::RunFilter filter; // the same of what is stored
  std::string key;          // both, for the windows
  const util::Redactor& redactor;
  model::SyncReport& report;
  std::function<void()> progress; // called when the report has changed
};

// At most a few: a server that answers nonsense must not fill the terminal.
void add_note(model::SyncReport& report, const std::string& note);

} // namespace tidegate::commands
