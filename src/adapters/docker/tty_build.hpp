// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/progress.hpp"
#include "util/time.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tidegate::docker {

// "[+] Building 12.3s (8/8) FINISHED      docker:default"
struct TtyHeading {
  Seconds elapsed{0};
  int completed{0};
  int total{0};
  bool finished{false};
};

std::optional<TtyHeading> parse_tty_heading(std::string_view line);

// " => [2/3] RUN make      1.2s": what BuildKit paints on a terminal, as people paste it or as
// `script` records it, the same picture many times. Names are cut to the width of the terminal.
class TtyBuild {
public:
  // True where the picture belongs to another build: its clock went back.
  [[nodiscard]] bool begins_another(const TtyHeading& heading) const;

  void begin_picture(const TtyHeading& heading);
  // False where the line is none of the picture.
  bool apply(std::string_view line, model::Progress& progress);
  // The last picture tells how long each step took.
  void finish(std::string_view error, model::Progress& progress) const;

  [[nodiscard]] bool empty() const { return !heading_.has_value(); }

  [[nodiscard]] bool painting() const { return painting_; }

  void end_picture() { painting_ = false; }

private:
  struct Step {
    std::string name;
    std::optional<Seconds> took;
    bool cached{false};
    bool failed{false};
    bool canceled{false};
    int picture{0}; // the last one that shows it
  };

  Step* step_named(std::string_view name);
  void apply_part(std::string_view line, model::Progress& progress) const;

  std::optional<TtyHeading> heading_;
  std::vector<Step> steps_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_key_; // positions in steps_
  std::size_t current_{0};
  int picture_{0};
  bool painting_{false};
};

} // namespace tidegate::docker
