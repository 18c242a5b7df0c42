// SPDX-License-Identifier: Apache-2.0
#include "github/rest/run_filter.hpp"

#include <algorithm>

namespace github_standin {

tl::expected<RunFilter, Reply> RunFilter::from(const Call& call) {
  RunFilter filter;
  filter.actor_ = call.query("actor");
  filter.branch_ = call.query("branch");
  filter.event_ = call.query("event");
  filter.status_ = call.query("status");
  filter.sha_ = call.query("head_sha");
  const std::string created = call.query("created");
  if (!created.empty()) {
    filter.created_ = parse_span(created);
    if (!filter.created_) {
      return tl::unexpected(invalid("WorkflowRun", "created", "\"" + created + "\" is no date"));
    }
  }
  filter.searches_ =
      !created.empty() || call.request.has_param("check_suite_id")
      || !(filter.actor_ + filter.branch_ + filter.event_ + filter.status_ + filter.sha_).empty();
  return filter;
}

bool RunFilter::meets(const Run& run) const {
  const auto fits = [](const std::string& wanted, const std::string& value) {
    return wanted.empty() || wanted == value;
  };
  const Attempt& newest = run.newest();
  return fits(actor_, run.actor) && fits(branch_, run.branch) && fits(event_, run.event)
         && fits(sha_, run.sha)
         && (fits(status_, newest.status) || fits(status_, newest.conclusion))
         && (!workflow_ || *workflow_ == run.workflow)
         && (!created_ || (created_->first <= run.created && run.created <= created_->last));
}

} // namespace github_standin
