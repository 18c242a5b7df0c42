// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/inputs.hpp"

#include "adapters/dockerfile/digests.hpp"
#include "adapters/dockerfile/scope.hpp"
#include "adapters/dockerfile/selection.hpp"
#include "adapters/dockerfile/sources.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstddef>
#include <fmt/format.h>
#include <map>
#include <utility>

namespace tidegate::dockerfile {
namespace {

constexpr std::size_t short_digest = 12;

class InputsReading {
public:
  InputsReading(const ContextTree& tree, const InputsQuestion& question, const GiveUp& give_up)
      : tree_(tree),
        question_(question),
        digests_(tree, give_up, question.limits.bytes),
        global_(question.options) {
    for (const auto& arg : question.dockerfile.global_args) {
      global_.apply_global(arg, question.dockerfile.escape);
    }
  }

  CopyInputs read() {
    const auto& stages = question_.dockerfile.stages;
    const auto needed = needed_stages(question_.dockerfile, question_.options.target);
    for (std::size_t i = 0; i < stages.size(); ++i) {
      const bool wanted = std::ranges::find(needed, i) != needed.end() && !is_replaced(stages[i]);
      read_stage(i, wanted);
    }
    add_notices();
    return std::move(result_);
  }

private:
  [[nodiscard]] bool is_replaced(const model::DockerfileStage& stage) const {
    const auto& names = question_.named_contexts;
    return stage.named && std::ranges::find(names, stage.name) != names.end();
  }

  // Every stage leaves a scope to those that are built on it.
  void read_stage(std::size_t position, bool wanted) {
    const auto& stage = question_.dockerfile.stages[position];
    const auto base = model::stage_called(question_.dockerfile, stage.base, position);
    Scope scope = base ? scopes_.at(*base) : global_.fresh();
    int index = model::begins_with_image(question_.dockerfile, position) ? 1 : 0;
    for (const auto& step : stage.steps) {
      scope.apply(step, question_.dockerfile.escape, global_);
      index += model::is_numbered(step) ? 1 : 0;
      if (wanted && model::is_numbered(step)) {
        read_step(stage.name, index, context_sources(step, scope, question_.dockerfile.escape));
      }
    }
    scopes_.emplace(position, std::move(scope));
  }

  void read_step(const std::string& stage, int index, const ContextSources& sources) {
    if (!sources.known || sources.paths.empty()) {
      return;
    }
    const auto selection = select(tree_, sources);
    if (!selection) {
      return;
    }
    const std::size_t left =
        question_.limits.all_entries - std::min(entries_, question_.limits.all_entries);
    const std::size_t limit = std::min(question_.limits.entries, left);
    Hash hash;
    for (const std::size_t top : selection->tops) {
      const auto digest = digests_.of(top, selection->included);
      if (!digest) {
        return;
      }
      hash.add(fmt::format("{}\n", tree_.path_of(top)));
      hash.add(*digest);
    }
    model::CopyInput input{.stage = stage, .index = index};
    input.digest = to_hex(hash.finish(), short_digest);
    if (selection->tops.size() <= limit) {
      input.entries = list_entries(tree_, *selection, digests_, limit).value_or(input.entries);
    }
    entries_ += input.entries.size();
    result_.copies.push_back(std::move(input));
  }

  void add_notices() {
    if (digests_.gave_up()) {
      result_.notices.emplace_back("the build context was too large to compare in the time of this "
                                   "build: changed files of some COPY steps are not known");
    }
    if (!digests_.unreadable().empty()) {
      result_.notices.push_back(
          fmt::format("files of the build context cannot be read, so changes of what copies them "
                      "are not known: {}",
                      util::to_printable(util::join(digests_.unreadable(), ", "))));
    }
  }

  const ContextTree& tree_;
  const InputsQuestion& question_;
  Digests digests_;
  Scope global_;
  std::map<std::size_t, Scope> scopes_;
  std::size_t entries_{0};
  CopyInputs result_;
};

} // namespace

CopyInputs
read_copy_inputs(const ContextTree& tree, const InputsQuestion& question, const GiveUp& give_up) {
  if (!tree.complete()) {
    return {.copies = {},
            .notices = {"the build context has too many files to compare in the time of this "
                        "build: changed files of COPY steps are not known"}};
  }
  return InputsReading(tree, question, give_up).read();
}

std::vector<model::ArgumentMark> mark_arguments(const NamedValues& build_args) {
  constexpr std::size_t mark_digits = 4;
  std::vector<model::ArgumentMark> marks;
  Hash hash;
  for (const auto& [name, value] : build_args) {
    hash.add(name);
    hash.add("=");
    hash.add(value);
    std::erase_if(marks, [&](const auto& mark) { return mark.name == name; });
    marks.push_back({name, to_hex(hash.finish(), mark_digits)});
  }
  return marks;
}

} // namespace tidegate::dockerfile
