// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/scope_guards.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <utility>

namespace tidegate::posix {

SignalHold::SignalHold() {
  sigset_t held{};
  sigemptyset(&held);
  sigaddset(&held, SIGINT);
  sigaddset(&held, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &held, &before_);
}

SignalHold::~SignalHold() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

Result<TempFolder> TempFolder::make(const std::filesystem::path& parent) {
  std::string name = (parent / "tidegate-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    return failed(Error::Kind::external,
                  fmt::format("{}: cannot make a temporary folder: {}",
                              parent.string(),
                              std::strerror(errno)),
                  "set TMPDIR to a folder that can be written");
  }
  return TempFolder(name);
}

TempFolder::TempFolder(TempFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})) {}

TempFolder::~TempFolder() {
  if (!path_.empty()) {
    std::error_code ignored; // what cannot be removed stays; there is nobody to tell
    std::filesystem::remove_all(path_, ignored);
  }
}

} // namespace tidegate::posix
