// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <csignal>
#include <filesystem>
#include <string>

namespace tidegate::posix {

// While it lives SIGINT and SIGTERM wait: between the end of a build and its event on disk nothing
// may end the process. Process::run still sees them. What came meanwhile takes effect at the end.
class SignalHold {
public:
  SignalHold();
  ~SignalHold();
  SignalHold(const SignalHold&) = delete;
  SignalHold& operator=(const SignalHold&) = delete;

private:
  sigset_t before_{};
};

// A folder of mode 0700 that goes away with everything in it.
class TempFolder {
public:
  // Below `parent`. Error: external.
  static Result<TempFolder> make(const std::filesystem::path& parent);
  TempFolder(TempFolder&& other) noexcept;
  TempFolder& operator=(TempFolder&&) = delete;
  ~TempFolder();

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
  explicit TempFolder(std::filesystem::path path)
      : path_(std::move(path)) {}

  std::filesystem::path path_;
};

} // namespace tidegate::posix
