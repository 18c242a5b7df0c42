// SPDX-License-Identifier: Apache-2.0
#include "report/verification_text.hpp"

#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

std::string times(std::string_view name, const model::Spread& spread) {
  return fmt::format("{:<6} {} (median; {} to {})\n",
                     name,
                     util::show_duration(Seconds(spread.median)),
                     util::show_duration(Seconds(spread.least)),
                     util::show_duration(Seconds(spread.most)));
}

std::string judgement(const model::Verification& verification) {
  if (!verification.holds) {
    return "holds in some pairs and not in others";
  }
  return *verification.holds ? "holds in every pair" : "does not hold in any pair";
}

std::string origin(const model::Verification& verification) {
  if (verification.warm_from == "import") {
    return fmt::format(
        "warm builds had an empty builder, so what was cached came from the configured cache ({})",
        verification.backend);
  }
  return "warm builds had the builder's own cache too: this is no measure of the configured cache "
         "(--verify-cache-prune empties the builder before each of them)";
}

std::string reach(const model::Verification& verification) {
  const auto& ratios = verification.warm_hit_ratios;
  if (ratios.empty() || std::ranges::min(ratios) >= 1) {
    return {};
  }
  return fmt::format("not all was cached: {:.0f}% of the steps in the worst warm build\n",
                     std::ranges::min(ratios) * 100);
}

} // namespace

std::string verification_text(const model::Verification& verification) {
  std::string text =
      fmt::format("cache verified with {} pairs of builds\n", verification.cold.size());
  text += times("cold", verification.cold_seconds);
  text += times("warm", verification.warm_seconds);
  text += fmt::format("ratio  {:.1f}x (median; {:.1f}x to {:.1f}x); the claim of {:.0f}x {}\n",
                      verification.ratio.median,
                      verification.ratio.least,
                      verification.ratio.most,
                      verification.claim,
                      judgement(verification));
  return text + reach(verification) + origin(verification) + "\n";
}

} // namespace tidegate::report
