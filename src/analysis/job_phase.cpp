// SPDX-License-Identifier: Apache-2.0
#include "analysis/job_phase.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <array>

namespace tidegate::analysis {
namespace {

using util::starts_with_ignoring_case;

template<typename Words>
bool begins_with_one(std::string_view text, const Words& words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return starts_with_ignoring_case(text, word); });
}

// A whole word: "setup" is not the beginning of "setuptools release".
bool begins_with_word(std::string_view text, std::string_view word) {
  return starts_with_ignoring_case(text, word)
         && (text.size() == word.size() || text[word.size()] == ' ');
}

// "owner/repository/path@ref" or "./path" -> the last part of the path; empty: a shell command.
std::string_view action_name(std::string_view uses) {
  const std::size_t version = uses.find('@');
  const bool local = uses.starts_with("./") || uses.starts_with("/./");
  const std::string_view path = uses.substr(0, version);
  const std::size_t slash = path.rfind('/');
  const bool is_action = slash != std::string_view::npos && path.find(' ') == std::string_view::npos
                         && (local || version != std::string_view::npos);
  return is_action ? path.substr(slash + 1) : std::string_view();
}

bool is_set_up_action(std::string_view step_name) {
  constexpr std::string_view run = "Run ";
  if (!step_name.starts_with(run)) {
    return false;
  }
  const std::string_view uses = step_name.substr(run.size());
  const std::string_view action = action_name(uses);
  return action == "checkout" || action.starts_with("setup-") || uses.starts_with("actions/cache@")
         || uses.starts_with("actions/cache/restore@");
}

} // namespace

model::JobPhase job_phase(std::string_view step_name) {
  constexpr std::array tear_down{std::string_view("Post "),
                                 std::string_view("Complete job"),
                                 std::string_view("Complete runner"),
                                 std::string_view("Stop containers")};
  constexpr std::array set_up{std::string_view("Checkout"),
                              std::string_view("Check out"),
                              std::string_view("Set up"),
                              std::string_view("Setup"),
                              std::string_view("Cache"),
                              std::string_view("Initialize containers")};
  if (begins_with_one(step_name, tear_down)) {
    return model::JobPhase::tear_down;
  }
  const bool named = std::ranges::any_of(
      set_up, [&](std::string_view word) { return begins_with_word(step_name, word); });
  return named || starts_with_ignoring_case(step_name, "Pre ") || is_set_up_action(step_name)
             ? model::JobPhase::set_up
             : model::JobPhase::build;
}

} // namespace tidegate::analysis
