// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/image_stream.hpp"

#include "adapters/docker/engine_answer.hpp"
#include "adapters/docker/engine_socket.hpp"

#include <chrono>
#include <fmt/format.h>
#include <utility>

namespace tidegate::docker {
namespace {

constexpr std::chrono::minutes patience{5};

} // namespace

Result<void> stream_image(ports::Ports ports,
                          const std::string& ref_or_digest,
                          const std::function<bool(std::string_view piece)>& on_piece) {
  const auto socket = engine_socket(ports.environment);
  if (!socket) {
    return failed(Error::Kind::external,
                  "the engine is not behind a local socket",
                  "save the image and give its archive: docker save --output image.tar IMAGE");
  }
  ports::HttpRequest request;
  request.url = "http://localhost/images/" + percent_encoded(ref_or_digest) + "/get";
  request.unix_socket = *socket;
  request.time_limit = patience;
  request.on_piece = on_piece;
  const auto answer = ports.http.send(request);
  if (!answer) {
    return tl::unexpected(Error(answer.error()).in("docker engine at " + *socket));
  }
  if (answer->status != 200) {
    return failed(Error::Kind::external,
                  fmt::format("docker engine at {}: answered {} to a request for image {}",
                              *socket,
                              answer->status,
                              ref_or_digest));
  }
  return {};
}

} // namespace tidegate::docker
