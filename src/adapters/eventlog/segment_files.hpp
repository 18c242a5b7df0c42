// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::eventlog {

// The segments of the event branch that were fetched, in a folder with the same paths as on the
// branch. Symbolic links in it are not followed, other files not looked at.
class SegmentFiles {
public:
  explicit SegmentFiles(std::filesystem::path folder)
      : folder_(std::move(folder)) {}

  // Paths below the folder, in order: by day, within a day by hash. Empty where there is no folder.
  [[nodiscard]] Result<std::vector<std::string>> list() const;

  // Error: external; also where the content is not what the name promises.
  [[nodiscard]] Result<std::string> read(const std::string& path) const;

  // Error: external; nothing of the file is there then.
  Result<void> keep(const std::string& path, std::string_view content);
  void drop(const std::string& path);

  // A number for what the folder holds, other than 0, as long as nobody changes it; 0 while it is
  // being changed or where nobody said what it holds. Whoever saw a number need not list again.
  [[nodiscard]] std::uint64_t revision() const;
  Result<void> begin_change();
  Result<void> end_change(const std::string& revision);

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
  [[nodiscard]] std::filesystem::path revision_file() const { return folder_ / "revision"; }

  std::filesystem::path folder_;
};

} // namespace tidegate::eventlog
