// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/arguments.hpp"

#include "adapters/docker/argument_words.hpp"
#include "adapters/docker/option_values.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

namespace tidegate::docker {

namespace {

void append(std::vector<std::string>& to, std::span<const std::string> from) {
  to.insert(to.end(), from.begin(), from.end());
}

bool is_remote(std::string_view context) {
  constexpr std::array<std::string_view, 6> prefixes{
      "http://", "https://", "git://", "ssh://", "git@", "github.com/"};
  return std::ranges::any_of(prefixes,
                             [&](std::string_view prefix) { return context.starts_with(prefix); });
}

std::string default_dockerfile(const std::string& context) {
  if (context.empty() || context == "-" || is_remote(context)) {
    return "Dockerfile";
  }
  return (std::filesystem::path(context) / "Dockerfile").lexically_normal().string();
}

void add_build_arg(BuildArguments& into, const std::string& text) {
  const std::size_t equals = text.find('=');
  std::string name = text.substr(0, equals);
  auto& names = into.request.build_arg_names;
  if (std::ranges::find(names, name) == names.end()) {
    names.push_back(name);
  }
  into.build_args.emplace_back(std::move(name),
                               equals == std::string::npos
                                   ? std::nullopt
                                   : std::optional<std::string>(text.substr(equals + 1)));
}

void add_platforms(std::string& joined, const std::string& text) {
  for (const std::string& part : util::split(text, ',')) {
    const std::string_view platform = util::trim(part);
    if (!platform.empty()) {
      joined += joined.empty() ? "" : ",";
      joined += platform;
    }
  }
}

void add_cache(std::vector<model::CacheOption>& into, const std::string& text) {
  std::ranges::move(parse_cache_options(text), std::back_inserter(into));
}

// `--call build,format=json` still builds; any other word is a question.
bool asks_only(std::string_view call) {
  const auto fields = csv_fields(call);
  return fields && std::ranges::any_of(*fields, [](const std::string& field) {
           return field != "build" && field.find('=') == std::string::npos;
         });
}

using Setter = void (*)(BuildArguments&, const std::string&);

struct ValueOption {
  std::string_view name;
  Setter set;
};

constexpr std::array value_options{
    ValueOption{"build-arg", add_build_arg},
    ValueOption{"builder",
                [](BuildArguments& into, const std::string& text) { into.builder = text; }},
    ValueOption{
        "cache-from",
        [](BuildArguments& into, const std::string& text) { add_cache(into.cache_from, text); }},
    ValueOption{
        "cache-to",
        [](BuildArguments& into, const std::string& text) { add_cache(into.cache_to, text); }},
    ValueOption{
        "file",
        [](BuildArguments& into, const std::string& text) { into.request.dockerfile = text; }},
    ValueOption{"iidfile",
                [](BuildArguments& into, const std::string& text) { into.iid_file = text; }},
    ValueOption{"metadata-file",
                [](BuildArguments& into, const std::string& text) { into.metadata_file = text; }},
    ValueOption{"output",
                [](BuildArguments& into, const std::string& text) {
                  into.outputs.push_back(text);
                  into.stdout_taken = into.stdout_taken || writes_to_stdout(text);
                }},
    ValueOption{"platform",
                [](BuildArguments& into, const std::string& text) {
                  add_platforms(into.request.platform, text);
                }},
    ValueOption{"progress",
                [](BuildArguments& into, const std::string& text) { into.progress = text; }},
    ValueOption{
        "tag",
        [](BuildArguments& into, const std::string& text) { into.request.tags.push_back(text); }},
    ValueOption{"target",
                [](BuildArguments& into, const std::string& text) { into.request.target = text; }},
};

// --call, --check and --print write one variable in buildx: the last of them counts.
void apply_question(BuildArguments& into, const Argument& argument) {
  const std::string value = argument.value.value_or("");
  if (argument.name == "call" || argument.name == "print") {
    into.no_build = asks_only(value);
  } else if (argument.name == "check" || argument.name == "help") {
    into.no_build = into.no_build || !argument.value || parse_go_bool(value).value_or(false);
  }
}

void apply_switch(BuildArguments& into, const Argument& argument) {
  const bool on = !argument.value || parse_go_bool(*argument.value).value_or(false);
  if (argument.name == "quiet") {
    into.quiet = on;
  } else if (argument.name == "push") {
    into.push = on;
  } else if (argument.name == "load") {
    into.load = on;
  }
}

void apply_flag(BuildArguments& into, const Argument& argument) {
  const auto* const option = std::ranges::find(value_options, argument.name, &ValueOption::name);
  if (option == value_options.end()) {
    apply_switch(into, argument);
    apply_question(into, argument);
  } else if (argument.value) {
    option->set(into, *argument.value);
  }
}

// Cuts the arguments into runs that come from one word: the members of a cluster.
std::vector<std::span<const Argument>> by_word(std::span<const Argument> arguments) {
  std::vector<std::span<const Argument>> groups;
  while (!arguments.empty()) {
    const std::size_t word = arguments.front().first_word;
    const auto other = std::ranges::find_if(
        arguments, [&](const Argument& argument) { return argument.first_word != word; });
    const auto count = static_cast<std::size_t>(other - arguments.begin());
    groups.push_back(arguments.first(count));
    arguments = arguments.subspan(count);
  }
  return groups;
}

// No flag is called so; alone it would be "--", which means something else.
bool is_dash(const Argument& argument) {
  return argument.kind == Argument::Kind::unknown && argument.name == "-";
}

// What is left of one word and its value. It stays as it was written unless one of its members
// goes, and where docker will refuse it.
template<typename Drops>
std::vector<std::string>
left_of(std::span<const Argument> group, std::span<const std::string> words, const Drops& drops) {
  std::vector<std::string> left;
  if (std::ranges::none_of(group, drops) || std::ranges::any_of(group, is_dash)) {
    // The value of the last member may be a word of its own.
    append(left, words.subspan(group.front().first_word, group.back().written.size()));
    return left;
  }
  for (const Argument& argument : group) {
    if (!drops(argument)) {
      append(left, argument.written);
    }
  }
  return left;
}

template<typename Drops>
std::vector<std::string>
words_without(const std::vector<std::string>& words, const OwnOptions& own, const Drops& drops) {
  const std::vector<Argument> arguments = read_words(words, own);
  std::vector<std::string> kept;
  for (const auto group : by_word(arguments)) {
    append(kept, left_of(group, words, drops));
  }
  return kept;
}

} // namespace

bool takes_image_id_file(const BuildArguments& arguments) {
  return std::ranges::none_of(arguments.outputs, [](const std::string& output) {
    const std::string type = output_type(output);
    return type == "local" || type == "tar";
  });
}

BuildArguments read_build_arguments(const std::vector<std::string>& args) {
  BuildArguments result;
  for (const Argument& argument : read_words(args, {})) {
    if (argument.kind == Argument::Kind::flag) {
      apply_flag(result, argument);
    } else if (argument.kind == Argument::Kind::positional) {
      // buildx takes exactly one; behind a flag that we do not know a value may look like one.
      result.request.context = *argument.value;
    }
  }
  if (result.request.dockerfile.empty()) {
    result.request.dockerfile = default_dockerfile(result.request.context);
  }
  return result;
}

std::vector<std::string> without(const std::vector<std::string>& args,
                                 const std::vector<std::string>& names) {
  return words_without(args, {}, [&](const Argument& argument) {
    return argument.kind == Argument::Kind::flag
           && std::ranges::any_of(names, [&](const std::string& name) {
                return name == argument.name || (name.size() == 1 && name[0] == argument.shorthand);
              });
  });
}

SplitArguments split_arguments(const std::vector<std::string>& args,
                               const std::vector<std::string>& own_with_value,
                               const std::vector<std::string>& own_flags) {
  const OwnOptions own{.with_value = own_with_value, .flags = own_flags};
  SplitArguments split;
  for (const Argument& argument : read_words(args, own)) {
    if (argument.own) {
      append(split.own, argument.written);
    }
  }
  split.buildx = words_without(args, own, [](const Argument& argument) { return argument.own; });
  return split;
}

} // namespace tidegate::docker
