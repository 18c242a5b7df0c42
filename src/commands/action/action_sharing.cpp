// SPDX-License-Identifier: Apache-2.0
#include "commands/action/action_sharing.hpp"

#include "adapters/actions/matrix_leg.hpp"
#include "commands/action/input_bool.hpp"
#include "util/text.hpp"

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

std::string read_leg(InputReader& inputs, const ports::Environment& environment) {
  constexpr std::size_t longest = 100;
  if (const auto given = inputs.given("leg")) {
    return util::shorten(util::to_printable(*given), longest);
  }
  return actions::matrix_leg(environment.text("TIDEGATE_MATRIX"));
}

} // namespace

ActionSharing read_action_sharing(InputReader& inputs, const ports::Environment& environment) {
  ActionSharing sharing;
  sharing.publish = inputs.flag("publish", false);
  sharing.events_branch = inputs.given("events-branch");
  sharing.comment = read_comment(inputs);
  sharing.check = inputs.flag("check", false);
  sharing.leg = read_leg(inputs, environment);
  return sharing;
}

} // namespace tidegate::commands
