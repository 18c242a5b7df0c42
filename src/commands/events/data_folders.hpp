// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/policy.hpp"

#include <filesystem>

namespace tidegate::commands {

// Where the events are beside the log.
struct DataFolders {
  std::filesystem::path spool;  // what is not on the event branch yet
  std::filesystem::path branch; // what was fetched from it
};

// Beside the log where that is a folder of `.tidegate`; inside it where it is anywhere else, since
// what is beside it is then none of ours.
DataFolders data_folders(const model::Settings& settings);

} // namespace tidegate::commands
