// SPDX-License-Identifier: Apache-2.0
#include "report/compared_with.hpp"

#include "util/time.hpp"

#include <string_view>

namespace tidegate::report {
namespace {

constexpr std::size_t short_sha = 7;

std::string branch_of(std::string_view ref) {
  constexpr std::string_view heads = "refs/heads/";
  return std::string(ref.starts_with(heads) ? ref.substr(heads.size()) : ref);
}

} // namespace

std::string merge_base_words(const model::Baseline& baseline) {
  if (baseline.merge_base.empty()) {
    return {};
  }
  return baseline.merge_base == baseline.sha ? ", the merge-base"
                                             : ", the newest recorded before the merge-base "
                                                   + baseline.merge_base.substr(0, short_sha);
}

std::string compared_with(const model::Build& build) {
  if (!build.baseline) {
    return {};
  }
  const model::Baseline& baseline = *build.baseline;
  std::string text = "compared with ";
  if (!baseline.sha.empty()) {
    text += baseline.sha.substr(0, short_sha);
  } else {
    text += "the build "
            + (baseline.started ? "of " + util::to_rfc3339(*baseline.started) : baseline.id);
  }
  text += baseline.ref.empty() ? "" : " of " + branch_of(baseline.ref);
  return text + merge_base_words(baseline);
}

} // namespace tidegate::report
