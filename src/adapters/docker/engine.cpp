// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/engine.hpp"

#include "adapters/docker/command_answer.hpp"
#include "adapters/docker/engine_socket.hpp"
#include "util/text.hpp"

#include <cctype>
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

// Slashes too: curl would tidy up a name that holds "../".
std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if (std::isalnum(byte) != 0 || letter == '-' || letter == '_' || letter == '.') {
      encoded += letter;
    } else {
      encoded += fmt::format("%{:02X}", byte);
    }
  }
  return encoded;
}

std::string message_in(const std::string& body) {
  const auto json = nlohmann::json::parse(body, nullptr, false);
  const auto found = json.find("message");
  const auto* text = found == json.end() ? nullptr : found->get_ptr<const std::string*>();
  return text == nullptr ? "no reason given" : util::shorten(util::to_printable(*text), 500);
}

Result<Size>
size_from_socket(ports::Http& http, const std::string& socket, const std::string& ref) {
  ports::HttpRequest request;
  request.url = fmt::format("http://localhost/images/{}/json", percent_encoded(ref));
  request.unix_socket = socket;
  auto answer = http.send(request);
  if (!answer) {
    return tl::unexpected<Error>(std::move(answer.error()).in("docker engine at " + socket));
  }
  if (answer->status == 404) {
    return Size{};
  }
  if (answer->status != 200) {
    return failed(Error::Kind::external,
                  fmt::format("docker engine at {}: answered {}: {}",
                              socket,
                              answer->status,
                              message_in(answer->body)),
                  std::string(check_engine));
  }
  const auto json = nlohmann::json::parse(answer->body, nullptr, false);
  const auto found = json.find("Size");
  if (found == json.end() || !found->is_number_unsigned()) {
    return failed(Error::Kind::external,
                  fmt::format("docker engine at {}: no image size in its answer", socket),
                  std::string(check_engine));
  }
  return Size{found->get<std::uint64_t>()};
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
