// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_lines.hpp"
#include "analysis/dockerfile_step.hpp"
#include "analysis/miss_case.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace tidegate::analysis {
namespace {

Marks argument_marks(const model::BuildInputs& inputs) {
  Marks marks;
  for (const auto& argument : inputs.arguments) {
    marks[argument.name] = argument.mark;
  }
  return marks;
}

std::string one_blank_each(const std::string& text) {
  std::vector<std::string> words = util::split(text, ' ');
  std::erase(words, "");
  return util::join(words, " ");
}

// What the variables of the template stand for in a text; empty where it is another text.
std::vector<std::string> values_in(std::string_view text, const Template& pattern) {
  if (!text.starts_with(pattern.literals.front())) {
    return {};
  }
  text.remove_prefix(pattern.literals.front().size());
  std::vector<std::string> values;
  for (std::size_t i = 1; i < pattern.literals.size(); ++i) {
    const std::string& literal = pattern.literals[i];
    const bool last = i + 1 == pattern.literals.size();
    if (last && !text.ends_with(literal)) {
      return {};
    }
    const std::size_t at = last ? text.size() - literal.size() : text.find(literal);
    if (at == std::string_view::npos) {
      return {};
    }
    values.emplace_back(text.substr(0, at));
    text.remove_prefix(at + literal.size());
  }
  return values;
}

std::vector<std::string>
changed_by(const Template& pattern, const model::Step& now, const model::Step& before) {
  const auto now_values = values_in(one_blank_each(now.instruction), pattern);
  const auto before_values = values_in(one_blank_each(before.instruction), pattern);
  std::vector<std::string> names;
  if (now_values.size() != before_values.size()) {
    return names;
  }
  for (std::size_t i = 0; i < now_values.size(); ++i) {
    const std::string& name = pattern.names[i];
    const bool known = std::ranges::find(names, name) != names.end();
    if (now_values[i] != before_values[i] && !known) {
      names.push_back(name);
    }
  }
  return names;
}

// A name whose mark stands in both builds and is the same in them cannot be the difference.
bool known_as_equal(const MissCase& miss, const std::string& name) {
  const Marks now = argument_marks(miss.evidence.now.inputs);
  const Marks before = argument_marks(miss.evidence.baseline->inputs);
  const auto found = now.find(name);
  const auto found_before = before.find(name);
  return found != now.end() && found_before != before.end()
         && found->second == found_before->second;
}

bool known_as_changed(const MissCase& miss, const std::string& name) {
  return changed_names(argument_marks(miss.evidence.now.inputs),
                       argument_marks(miss.evidence.baseline->inputs))
      .contains(name);
}

std::optional<Template> written(const MissCase& miss, const model::Step& step) {
  const auto* const instruction = miss.evidence.dockerfile == nullptr
                                      ? nullptr
                                      : instruction_of(step, *miss.evidence.dockerfile);
  const bool usable = instruction != nullptr && instruction->heredocs.empty();
  return usable ? std::optional(template_of(one_blank_each(instruction->text))) : std::nullopt;
}

bool mentions(const std::string& instruction, const std::string& name) {
  const Template pattern = template_of(instruction);
  return std::ranges::find(pattern.names, name) != pattern.names.end();
}

bool in_scope(const MissCase& miss, const std::string& name) {
  const model::Step& step = miss.step;
  const auto pattern = written(miss, step);
  const bool named = pattern && std::ranges::find(pattern->names, name) != pattern->names.end();
  if (named || mentions(step.instruction, name)) {
    return true;
  }
  return miss.evidence.dockerfile != nullptr && step.instruction.starts_with("RUN")
         && declares_argument(*miss.evidence.dockerfile, step, name);
}

Finding arguments_finding(const std::vector<std::string>& names) {
  const bool one = names.size() == 1;
  return {model::MissCause::argument_changed,
          fmt::format("the build argument{} {} changed", one ? "" : "s", util::join(names, ", ")),
          names};
}

bool is_argument(const MissCase& miss, const std::string& name) {
  const auto* const dockerfile = miss.evidence.dockerfile;
  return known_as_changed(miss, name) || dockerfile == nullptr
         || declares_argument(*dockerfile, miss.step, name);
}

} // namespace

std::vector<std::string>
changed_variables(const MissCase& miss, const model::Step& now, const model::Step& before) {
  std::vector<std::string> names;
  if (const auto pattern = written(miss, now)) {
    names = changed_by(*pattern, now, before);
    const bool contradicted =
        std::ranges::any_of(names, [&](const auto& name) { return known_as_equal(miss, name); });
    return contradicted ? std::vector<std::string>{} : names;
  }
  // Values were replaced by ${NAME} before the record was kept; shorter ones stand as they are.
  for (const auto* text : {&now.instruction, &before.instruction}) {
    names = changed_by(template_of(one_blank_each(*text)), now, before);
    const bool sure = !names.empty() && std::ranges::all_of(names, [&](const auto& name) {
      return known_as_changed(miss, name);
    });
    if (sure) {
      return names;
    }
  }
  return {};
}

std::optional<Finding> argument_changed(const MissCase& miss) {
  const bool other_text =
      miss.step_before != nullptr && miss.step.instruction != miss.step_before->instruction;
  if (other_text) {
    const auto names = changed_variables(miss, miss.step, *miss.step_before);
    const bool arguments =
        std::ranges::all_of(names, [&](const auto& name) { return is_argument(miss, name); });
    if (arguments && !names.empty()) {
      return arguments_finding(names);
    }
    if (!names.empty()) {
      return Finding{model::MissCause::instruction_changed,
                     fmt::format("the variable {} has another value", names.front()),
                     {"ENV " + names.front()}};
    }
  }
  std::vector<std::string> names;
  for (const auto& name : changed_names(argument_marks(miss.evidence.now.inputs),
                                        argument_marks(miss.evidence.baseline->inputs))) {
    if (in_scope(miss, name)) {
      names.push_back(name);
    }
  }
  return names.empty() ? std::nullopt : std::optional(arguments_finding(names));
}

} // namespace tidegate::analysis
