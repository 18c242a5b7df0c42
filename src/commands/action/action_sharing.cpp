// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action_sharing.hpp"

#include "commands/action/input_bool.hpp"

#include <fmt/format.h>

namespace tidegate::commands {
namespace {

CommentWhen read_comment(InputReader& inputs) {
  const std::string asked = inputs.text("comment");
  if (asked == "change") {
    return CommentWhen::change;
  }
  const auto flag = asked.empty() ? std::optional(false) : parse_yaml_bool(asked);
  if (!flag) {
    inputs.fail({Error::Kind::usage,
                 fmt::format(R"(input "comment": "{}" is unknown)", asked),
                 "true, false or change"});
  }
  return flag.value_or(false) ? CommentWhen::always : CommentWhen::never;
}

} // namespace

Sharing read_action_sharing(InputReader& inputs) {
  Sharing sharing;
  sharing.publish = inputs.flag("publish", false);
  sharing.events_branch = inputs.given("events-branch");
  sharing.comment = read_comment(inputs);
  sharing.check = inputs.flag("check", false);
  return sharing;
}

} // namespace tidegate::commands
