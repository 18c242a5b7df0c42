// SPDX-License-Identifier: Apache-2.0
// Any bytes as a configuration: an error says which file, is printable and the caller's, and what
// is taken stays within what the keys allow.
#include "adapters/config/config.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace tidegate;

namespace {

bool makes_sense(const model::Settings& settings) {
  const auto& policy = settings.policy;
  const auto share = [](const auto& value) { return !value || (*value >= 0 && *value <= 1); };
  return share(policy.min_cache_hit_ratio) && policy.sigma.k > 0 && policy.sigma.window >= 2
         && policy.sigma.min_samples >= 2 && policy.sigma.min_samples <= policy.sigma.window
         && policy.confirm >= 0 && policy.confirm_limit > Seconds{0}
         && (!policy.max_build_time || *policy.max_build_time > Seconds{0});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view yaml(reinterpret_cast<const char*>(data), size);
  const auto settings = config::parse(yaml, "policy.yml");
  if (settings ? !makes_sense(*settings)
               : settings.error().kind != Error::Kind::usage
                     || !settings.error().message.starts_with("policy.yml:")
                     || util::to_printable(settings.error().message) != settings.error().message) {
    std::abort();
  }
  return 0;
}
