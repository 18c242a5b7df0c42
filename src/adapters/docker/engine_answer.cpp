// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/engine_answer.hpp"

#include "adapters/docker/json_values.hpp"
#include "util/text.hpp"

#include <cctype>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

namespace tidegate::docker {

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

Result<std::optional<std::string>>
ask_engine(ports::Http& http, const std::string& socket, const std::string& path) {
  ports::HttpRequest request;
  request.url = "http://localhost" + path;
  request.unix_socket = socket;
  auto answer = http.send(request);
  if (!answer) {
    return tl::unexpected<Error>(std::move(answer.error()).in("docker engine at " + socket));
  }
  if (answer->status == 404) {
    return std::nullopt;
  }
  if (answer->status != 200) {
    const std::string reason = util::to_printable(text_of(parse_json(answer->body), "message"));
    return failed(Error::Kind::external,
                  fmt::format("docker engine at {}: answered {}: {}",
                              socket,
                              answer->status,
                              reason.empty() ? "no reason given" : util::shorten(reason, 500)),
                  "check that the engine answers: docker version");
  }
  return std::move(answer->body);
}

} // namespace tidegate::docker
