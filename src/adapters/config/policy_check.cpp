// SPDX-License-Identifier: Apache-2.0
#include "adapters/config/policy_check.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <initializer_list>
#include <string>

namespace tidegate::config {
namespace {

using model::GateMode;
using model::OnFail;

class PolicyCheck {
public:
  PolicyCheck(const std::vector<Entry>& entries, std::string_view file, const model::Policy& policy)
      : entries_(entries),
        file_(file),
        policy_(policy) {}

  [[nodiscard]] Result<void> run() const {
    for (const auto check : {&PolicyCheck::samples,
                             &PolicyCheck::mode,
                             &PolicyCheck::warnings,
                             &PolicyCheck::confirmation,
                             &PolicyCheck::unjudged,
                             &PolicyCheck::floors}) {
      if (auto done = (this->*check)(); !done) {
        return done;
      }
    }
    return {};
  }

private:
  // The last one of the file.
  [[nodiscard]] const Entry* find(std::initializer_list<std::string_view> names) const {
    const Entry* found = nullptr;
    for (const Entry& entry : entries_) {
      const std::string name = util::join(entry.path, ".");
      found = std::ranges::find(names, name) == names.end() ? found : &entry;
    }
    return found;
  }

  [[nodiscard]] Result<void>
  clash(const Entry* entry, const std::string& message, std::string hint = {}) const {
    return failed_at(file_, entry == nullptr ? Place{} : entry->value, message, std::move(hint));
  }

  [[nodiscard]] Result<void> samples() const {
    const auto& sigma = policy_.sigma;
    if (sigma.min_samples <= sigma.window) {
      return {};
    }
    return clash(
        find({"gate.sigma.window", "gate.sigma.min-samples"}),
        fmt::format("min-samples ({}) is more than window ({})", sigma.min_samples, sigma.window));
  }

  [[nodiscard]] Result<void> mode() const {
    if (policy_.mode == GateMode::prediction) {
      return {};
    }
    const std::string_view now = policy_.mode == GateMode::sigma ? "sigma" : "off";
    for (const std::string_view name :
         {"profile", "confirm", "confirm-limit", "on-creep", "metrics"}) {
      const std::string key = fmt::format("gate.{}", name);
      if (const Entry* const entry = find({key}); entry && entry->kind != Entry::Kind::empty) {
        return failed_at(file_,
                         entry->key,
                         fmt::format("{} says nothing under mode {}", name, now),
                         "it belongs to mode: prediction");
      }
    }
    return {};
  }

  [[nodiscard]] Result<void> warnings() const {
    if (policy_.on_fail == OnFail::fail) {
      return {};
    }
    std::vector<std::string> failing;
    if (policy_.on_inconclusive == OnFail::fail) {
      failing.emplace_back("gate.on-inconclusive");
    }
    if (policy_.on_creep == OnFail::fail) {
      failing.emplace_back("gate.on-creep");
    }
    for (const auto& [kind, metric] : policy_.metrics) {
      if (metric.on_fail == OnFail::fail) {
        failing.push_back(key_of(kind, "on-fail"));
      }
    }
    return failing.empty()
               ? Result<void>{}
               : clash(find({failing.front()}),
                       fmt::format("{}: fail, where on-fail: warn lets nothing fail",
                                   failing.front().substr(failing.front().rfind('.') + 1)));
  }

  [[nodiscard]] Result<void> confirmation() const {
    const Entry* const limit = find({"gate.confirm-limit"});
    return limit != nullptr && policy_.confirm == 0
               ? clash(limit, "confirm-limit, where confirm: 0 measures nothing again")
               : Result<void>{};
  }

  [[nodiscard]] Result<void> unjudged() const {
    for (const auto& [kind, metric] : policy_.metrics) {
      const bool says_how = metric.on_fail || metric.profile || metric.floor
                            || metric.floor_absolute || metric.min_samples;
      if (metric.judged == false && says_how) {
        return clash(
            find({key_of(kind, "judge")}),
            fmt::format("judge: no, and yet it is said how {} is judged", model::to_text(kind)));
      }
    }
    return {};
  }

  [[nodiscard]] Result<void> floors() const {
    using model::MetricKind;
    if (policy_.max_build_time
        && is_above(MetricKind::build_time, policy_.max_build_time->count())) {
      return floor_clash(MetricKind::build_time, "max-build-time");
    }
    if (policy_.max_image_size
        && is_above(MetricKind::image_size, static_cast<double>(*policy_.max_image_size))) {
      return floor_clash(MetricKind::image_size, "max-image-size");
    }
    return {};
  }

  [[nodiscard]] bool is_above(model::MetricKind kind, double budget) const {
    const auto found = policy_.metrics.find(kind);
    return found != policy_.metrics.end() && found->second.floor_absolute
           && *found->second.floor_absolute >= budget;
  }

  [[nodiscard]] Result<void> floor_clash(model::MetricKind kind, std::string_view budget) const {
    return clash(
        find({key_of(kind, "floor-absolute")}),
        fmt::format("floor-absolute is not less than {}: only the budget could ever fail", budget));
  }

  static std::string key_of(model::MetricKind kind, std::string_view part) {
    return fmt::format("gate.metrics.{}.{}", model::to_text(kind), part);
  }

  const std::vector<Entry>& entries_;
  std::string_view file_;
  const model::Policy& policy_;
};

} // namespace

Result<void> check_policy(const std::vector<Entry>& entries,
                          std::string_view file,
                          const model::Policy& policy) {
  return PolicyCheck(entries, file, policy).run();
}

} // namespace tidegate::config
