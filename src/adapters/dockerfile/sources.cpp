// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/sources.hpp"

#include "adapters/dockerfile/characters.hpp"
#include "adapters/dockerfile/glob.hpp"
#include "adapters/dockerfile/heredoc.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>

namespace tidegate::dockerfile {
namespace {

using Mount = std::map<std::string, std::string, std::less<>>;

std::vector<Mount> mounts_of(const model::Instruction& run) {
  constexpr std::string_view flag_name = "--mount=";
  std::vector<Mount> mounts;
  for (const std::string& flag : run.flags) {
    if (run.keyword != "RUN" || !flag.starts_with(flag_name)) {
      continue;
    }
    Mount mount;
    for (const std::string& field : util::split(flag.substr(flag_name.size()), ',')) {
      const std::size_t equals = field.find('=');
      mount[to_lower(field.substr(0, equals))] =
          equals == std::string::npos ? "" : field.substr(equals + 1);
    }
    mounts.push_back(std::move(mount));
  }
  return mounts;
}

std::string field(const Mount& mount, std::string_view name) {
  const auto found = mount.find(name);
  return found == mount.end() ? "" : found->second;
}

bool reads_context(const Mount& mount) {
  const std::string type = field(mount, "type");
  return (type.empty() || type == "bind") && field(mount, "from").empty();
}

bool is_remote(std::string_view source) {
  return source.find("://") != std::string_view::npos || source.starts_with("git@");
}

// Relative to the context, whatever way it was written. "" is all of it.
std::string in_context(std::string_view path) {
  const std::string clean = clean_path("/" + std::string(path));
  return clean.substr(1);
}

void add_word(ContextSources& into, const Scope& scope, char escape, const std::string& word) {
  const auto expanded = scope.expand(word, escape);
  if (!expanded || expanded->unset_used) {
    into.known = false;
    return;
  }
  if (!is_remote(expanded->text)) {
    // "/./" of --parents must survive.
    into.paths.push_back(into.parents ? expanded->text : in_context(expanded->text));
  }
}

bool is_set(const model::Instruction& instruction, std::string_view flag) {
  const auto value = model::value_of_flag(instruction, flag);
  return value && *value != "false";
}

ContextSources sources_of_copy(const model::Instruction& copy, const Scope& scope, char escape) {
  ContextSources result;
  result.parents = is_set(copy, "parents");
  for (std::size_t i = 0; i + 1 < copy.arguments.size(); ++i) {
    if (!parse_heredoc_mark(copy.arguments[i])) {
      add_word(result, scope, escape, copy.arguments[i]);
    }
  }
  constexpr std::string_view exclude = "--exclude=";
  for (const std::string& flag : copy.flags) {
    if (flag.starts_with(exclude)) {
      const auto pattern = scope.expand(flag.substr(exclude.size()), escape);
      result.known = result.known && pattern && !pattern->unset_used;
      result.exclude.push_back(pattern ? pattern->text : "");
    }
  }
  return result;
}

std::optional<std::size_t> stage_position(const model::Dockerfile& dockerfile,
                                          const std::string& name,
                                          std::size_t user,
                                          bool by_number) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (by_number && error == std::errc{} && end == name.data() + name.size()) {
    return number < user ? std::optional(number) : std::nullopt;
  }
  return model::stage_called(dockerfile, to_lower(name), user);
}

std::size_t target_stage(const model::Dockerfile& dockerfile, const std::string& target) {
  const std::size_t count = dockerfile.stages.size();
  return stage_position(dockerfile, target, count, false).value_or(count - 1);
}

void add_inputs(const model::Dockerfile& dockerfile,
                const model::Instruction& step,
                std::size_t stage,
                std::vector<std::size_t>& inputs) {
  for (const std::string& name : other_sources(step)) {
    if (const auto found = stage_position(dockerfile, name, stage, step.keyword == "COPY")) {
      inputs.push_back(*found);
    }
  }
}

std::vector<std::size_t> inputs_of(const model::Dockerfile& dockerfile, std::size_t stage) {
  std::vector<std::size_t> inputs;
  if (const auto base = model::stage_called(dockerfile, dockerfile.stages[stage].base, stage)) {
    inputs.push_back(*base);
  }
  for (const auto& step : dockerfile.stages[stage].steps) {
    add_inputs(dockerfile, step, stage, inputs);
  }
  return inputs;
}

} // namespace

ContextSources
context_sources(const model::Instruction& instruction, const Scope& scope, char escape) {
  const bool copies = instruction.keyword == "COPY" || instruction.keyword == "ADD";
  if (copies && !model::value_of_flag(instruction, "from")) {
    return sources_of_copy(instruction, scope, escape);
  }
  ContextSources result;
  result.wildcards = false;
  for (const Mount& mount : mounts_of(instruction)) {
    if (reads_context(mount)) {
      const std::string source = field(mount, "source");
      add_word(result, scope, escape, source.empty() ? field(mount, "src") : source);
    }
  }
  return result;
}

std::vector<std::string> other_sources(const model::Instruction& instruction) {
  std::vector<std::string> names;
  for (const Mount& mount : mounts_of(instruction)) {
    names.push_back(field(mount, "from"));
  }
  if (instruction.keyword == "COPY") {
    names.push_back(model::value_of_flag(instruction, "from").value_or(""));
  }
  std::erase(names, "");
  return names;
}

std::vector<std::size_t> needed_stages(const model::Dockerfile& dockerfile,
                                       const std::string& target) {
  if (dockerfile.stages.empty()) {
    return {};
  }
  std::vector<char> needed(dockerfile.stages.size(), 0);
  std::vector<std::size_t> open{target_stage(dockerfile, target)};
  while (!open.empty()) {
    const std::size_t stage = open.back();
    open.pop_back();
    if (needed[stage] == 0) {
      needed[stage] = 1;
      const auto inputs = inputs_of(dockerfile, stage);
      open.insert(open.end(), inputs.begin(), inputs.end());
    }
  }
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < needed.size(); ++i) {
    if (needed[i] != 0) {
      result.push_back(i);
    }
  }
  return result;
}

} // namespace tidegate::dockerfile
