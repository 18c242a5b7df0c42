// SPDX-License-Identifier: Apache-2.0
// Any bytes as a command line, one argument a line: it is understood or refused, never run here;
// and of `build` no argument is lost between tidegate and buildx.
#include "adapters/docker/argument_words.hpp"
#include "adapters/docker/arguments.hpp"
#include "app/cli.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

using namespace tidegate;

namespace {

const std::vector<std::string> dropped{"progress", "quiet"};

// `-q-`, which docker refuses, stays whole.
bool is_dash(const docker::Argument& argument) {
  return argument.kind == docker::Argument::Kind::unknown && argument.name == "-";
}

bool is_dropped(const docker::Argument& argument) {
  return argument.kind == docker::Argument::Kind::flag
         && std::ranges::find(dropped, argument.name) != dropped.end();
}

// What docker reads, in its order, without what is to be dropped.
auto kept_of(const std::vector<std::string>& words) {
  std::vector<std::tuple<docker::Argument::Kind, std::string, std::optional<std::string>>> kept;
  for (const docker::Argument& argument : docker::read_words(words, {})) {
    if (!is_dropped(argument)) {
      kept.emplace_back(argument.kind, argument.name, argument.value);
    }
  }
  return kept;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> arguments;
  for (const std::string& line : util::split(text, '\n')) {
    arguments.emplace_back(line.c_str()); // an argument of a program ends at its first zero byte
  }
  const auto chosen = app::parse_command_line(arguments);
  if (chosen ? !*chosen
             : chosen.error().kind != Error::Kind::usage || chosen.error().message.empty()) {
    std::abort();
  }
  (void)docker::read_build_arguments(arguments);
  const auto split = docker::split_arguments(arguments, {"config", "format"}, {"help"});
  const auto once = docker::without(split.buildx, dropped);
  const auto left = docker::read_words(once, {});
  if (split.own.size() + split.buildx.size() > arguments.size()
      || kept_of(once) != kept_of(split.buildx)
      || (std::ranges::any_of(left, is_dropped) && std::ranges::none_of(left, is_dash))) {
    std::abort();
  }
  return 0;
}
