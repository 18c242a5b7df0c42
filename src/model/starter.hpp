// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace tidegate::model {

// A file that `tidegate init` is about.
struct StarterFile {
  enum class State {
    written,
    exists,  // left as it was
    missing, // would be written
  };
  std::string path; // relative to the repository, such as ".github/tidegate.yml"
  State state{State::missing};
  std::string lacks{}; // a line that it should have and has not; such a file is left as it is, too
};

struct Starter {
  std::string repository; // its folder, absolute
  bool dry_run{false};
  std::string action;      // what `uses:` says in the workflows
  bool placeholder{false}; // `action` has to be replaced before the workflows can run
  std::string branch;      // whose pushes the workflows build
  std::vector<std::string> placeholders{}; // of the new workflows: what else has to be replaced
  std::vector<StarterFile> files;
};

} // namespace tidegate::model
