// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/series/sorted_window.hpp"
#include "model/series.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace tidegate::analysis {

// A build as the rule keeps it: the logarithm of its value, and its CPU model by number.
struct LoggedBuild {
  double value{0};
  std::size_t host{0}; // 0: unknown
};

struct HostBuilds {
  std::size_t host{0};
  std::vector<double> sorted;
};

// The builds that new ones are compared with.
class Baseline {
public:
  explicit Baseline(const model::SeriesRule& rule)
      : most_(rule.window),
        anchor_builds_(rule.anchor_builds) {}

  void push(LoggedBuild build);
  void forget(); // all of them, the anchor too
  // The same builds at another level, the newest of them; the anchor begins anew.
  void refill(const std::vector<LoggedBuild>& builds);
  void restart_anchor();

  [[nodiscard]] std::size_t size() const { return window_.size(); }

  [[nodiscard]] const SortedWindow& window() const { return window_; }

  [[nodiscard]] std::span<const std::size_t> hosts() const { return hosts_.values(); } // of them

  [[nodiscard]] std::vector<LoggedBuild> builds() const; // oldest first

  // By CPU model; while they are mixed, else nothing.
  [[nodiscard]] const std::vector<HostBuilds>& by_host() const { return by_host_; }

  // Builds of this CPU model in the window.
  [[nodiscard]] std::size_t of_host(std::size_t host) const;

  // More than one CPU model, or some unknown.
  [[nodiscard]] bool is_mixed() const { return kinds_of_hosts_ > 1; }

  // Median of the first builds; nothing while they are few.
  [[nodiscard]] std::optional<double> anchor() const { return anchor_; }

  [[nodiscard]] std::size_t anchored() const { return first_.size(); }

  [[nodiscard]] std::size_t left_behind() const { return left_behind_; } // builds beyond the window

private:
  void sort_in(LoggedBuild build);
  void take_out(LoggedBuild build);
  void sort_all();
  void count(std::size_t host);
  void drop_oldest();
  void feed_anchor(double value);

  std::size_t most_;
  std::size_t anchor_builds_;
  SortedWindow window_;
  SlidingQueue<std::size_t> hosts_;
  std::vector<HostBuilds> by_host_;
  std::vector<std::size_t> of_host_;
  std::size_t kinds_of_hosts_{0};
  SortedWindow first_;
  std::optional<double> anchor_;
  std::size_t left_behind_{0};
};

} // namespace tidegate::analysis
