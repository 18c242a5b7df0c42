// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace tidegate::git {

// What side-band-64k puts into one stream (git/git Documentation/gitprotocol-pack.txt): the answer
// itself, what the other side tells people, and an error that ends it.
class SideBand {
public:
  // `on_data`: false ends it.
  explicit SideBand(std::function<bool(std::string_view)> on_data)
      : on_data_(std::move(on_data)) {}

  // The data of one packet; false where the stream is over: an error of theirs, of ours, or no side
  // band at all.
  bool take(std::string_view packet);

  // What the other side said last, at most 4 KiB, as it came: not printable yet.
  [[nodiscard]] const std::string& talk() const { return talk_; }

  [[nodiscard]] bool failed() const { return failed_; } // the other side told an error: see talk()

private:
  void keep(std::string_view text);

  std::function<bool(std::string_view)> on_data_;
  std::string talk_;
  bool failed_{false};
};

} // namespace tidegate::git
