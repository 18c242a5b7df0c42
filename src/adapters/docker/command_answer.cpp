// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/command_answer.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace tidegate::docker {

namespace {

constexpr std::size_t max_bytes = std::size_t{1} << 20U;
constexpr std::size_t max_message_bytes = 500;

void append(std::string& text, std::string_view chunk) {
  text += chunk.substr(0, max_bytes - std::min(text.size(), max_bytes));
}

std::string first_words(const std::string& text) {
  for (const std::string& line : util::split(text, '\n')) {
    std::string words = util::to_printable(util::trim(line));
    if (!words.empty()) {
      return util::shorten(words, max_message_bytes);
    }
  }
  return "it said nothing";
}

} // namespace

Result<std::string>
ask_command(ports::Process& process, std::vector<std::string> argv, const std::string& name) {
  constexpr std::chrono::seconds time_limit{10};
  const ports::Command command{
      .argv = std::move(argv), .handle_signals = false, .time_limit = time_limit};
  std::string out;
  std::string err;
  auto exit = process.run(
      command,
      [&](std::string_view chunk) { append(out, chunk); },
      [&](std::string_view chunk) { append(err, chunk); });
  if (!exit) {
    return tl::unexpected<Error>(std::move(exit.error()));
  }
  if (exit->timed_out) {
    return failed(Error::Kind::external,
                  fmt::format("{}: no answer within {} s", name, time_limit.count()),
                  "check that the engine and the builder respond: docker buildx ls");
  }
  if (exit->interrupted) {
    return failed(Error::Kind::external, fmt::format("{}: interrupted", name));
  }
  if (exit->status != 0) {
    return failed(Error::Kind::external, fmt::format("{}: {}", name, first_words(err)));
  }
  return out;
}

} // namespace tidegate::docker
