// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/engine.hpp"

#include "adapters/docker/command_answer.hpp"
#include "adapters/docker/engine_answer.hpp"
#include "adapters/docker/engine_socket.hpp"
#include "adapters/docker/json_values.hpp"
#include "util/text.hpp"

#include <charconv>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>
#include <utility>

namespace tidegate::docker {

namespace {

using Size = std::optional<std::uint64_t>;

constexpr std::string_view check_engine = "check that the engine answers: docker version";

Result<Size>
size_from_socket(ports::Http& http, const std::string& socket, const std::string& ref) {
  auto answer = ask_engine(http, socket, "/images/" + percent_encoded(ref) + "/json");
  if (!answer) {
    return tl::unexpected<Error>(std::move(answer.error()));
  }
  if (!*answer) {
    return Size{};
  }
  const Size size = count_of(parse_json(**answer), "Size");
  if (!size) {
    return failed(Error::Kind::external,
                  fmt::format("docker engine at {}: no image size in its answer", socket),
                  std::string(check_engine));
  }
  return size;
}

bool says_missing(const std::string& message) {
  return message.find("No such image") != std::string::npos
         || message.find("no such image") != std::string::npos;
}

Result<Size> size_from_program(ports::Process& process, const std::string& ref) {
  auto answer = ask_command(process,
                            {"docker", "image", "inspect", "--format", "{{.Size}}", "--", ref},
                            "docker image inspect");
  if (!answer) {
    if (says_missing(answer.error().message)) {
      return Size{};
    }
    return tl::unexpected<Error>(std::move(answer.error()));
  }
  const std::string_view text = util::trim(*answer);
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return failed(Error::Kind::external,
                  "docker image inspect: no size in its answer",
                  std::string(check_engine));
  }
  return Size{size};
}

} // namespace

Result<std::optional<std::uint64_t>> image_size(ports::Ports ports,
                                                const std::string& ref_or_digest) {
  if (ref_or_digest.empty()) {
    return Size{};
  }
  if (const auto socket = engine_socket(ports.environment)) {
    return size_from_socket(ports.http, *socket, ref_or_digest);
  }
  return size_from_program(ports.process, ref_or_digest);
}

} // namespace tidegate::docker
