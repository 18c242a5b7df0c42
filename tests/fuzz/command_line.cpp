// SPDX-License-Identifier: Apache-2.0
// Any bytes as a command line, one argument a line: it is understood or refused, never run here;
// and of `build` no argument is lost between tidegate and buildx.
#include "adapters/docker/arguments.hpp"
#include "app/cli.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using namespace tidegate;

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
  const auto all = split.own.size() + split.buildx.size();
  const std::vector<std::string> dropped{"progress", "quiet", "q"};
  const auto once = docker::without(split.buildx, dropped);
  if (all > arguments.size() || once.size() > split.buildx.size()
      || docker::without(once, dropped) != once) {
    std::abort();
  }
  return 0;
}
