// SPDX-License-Identifier: Apache-2.0
#include "commands/events/data_folders.hpp"

namespace tidegate::commands {

DataFolders data_folders(const model::Settings& settings) {
  std::filesystem::path log = std::filesystem::path(settings.events_dir).lexically_normal();
  if (!log.has_filename()) { // "events/"
    log = log.parent_path();
  }
  const bool own = log.parent_path().filename() == ".tidegate";
  const std::filesystem::path parent = own ? log.parent_path() : log;
  return {.spool = parent / "spool", .branch = parent / "branch"};
}

} // namespace tidegate::commands
