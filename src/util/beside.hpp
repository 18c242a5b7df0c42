// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <memory>
#include <system_error>
#include <utility>

namespace tidegate::util {

// Does some work on a thread of its own, or where none can be had, when it is waited for. Not by
// both flags of std::async: libstdc++ then takes what was moved a second time, and heeds EAGAIN
// alone.
template<typename Work>
auto beside(Work work) {
  const auto kept = std::make_shared<Work>(std::move(work));
  try {
    return std::async(std::launch::async, [kept] { return (*kept)(); });
  } catch (const std::system_error&) {
    return std::async(std::launch::deferred, [kept] { return (*kept)(); });
  }
}

} // namespace tidegate::util
