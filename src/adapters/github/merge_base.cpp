// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/merge_base.hpp"

#include "adapters/github/json_fields.hpp"
#include "adapters/github/refusal.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tidegate::github {

using nlohmann::json;

Result<MergeBase> merge_base(Client& client, const std::string& base, const std::string& head) {
  constexpr std::string_view what = "the merge-base of the pull request";
  constexpr std::string_view permission = "contents: read";
  // Of the comparison only the merge-base is wanted.
  const auto compared = client.get(
      fmt::format("compare/{}...{}?per_page=1", percent_encoded(base), percent_encoded(head)));
  if (!compared) {
    return tl::unexpected(compared.error());
  }
  if (!compared->ok()) {
    return tl::unexpected(refused_error(what, *compared, permission));
  }
  MergeBase found;
  found.sha = text_at(member(parse_json(compared->body), "merge_base_commit"), "sha");
  if (found.sha.empty()) {
    return failed(Error::Kind::external, fmt::format("{}: the answer has none", what));
  }
  const auto listed =
      client.get(fmt::format("commits?sha={}&per_page=100", percent_encoded(found.sha)));
  const json commits = listed && listed->ok() ? parse_json(listed->body) : json::array();
  for (const json& commit : commits.is_array() ? commits : json::array()) {
    found.ancestors.push_back(text_at(commit, "sha"));
  }
  if (found.ancestors.empty()) {
    found.ancestors.push_back(found.sha);
  }
  return found;
}

} // namespace tidegate::github
