// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/engine_socket.hpp"

#include "adapters/docker/small_file.hpp"
#include "codec/parse_json.hpp"
#include "util/text.hpp"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string_view>
#include <system_error>

namespace tidegate::docker {

namespace {

constexpr std::string_view default_socket = "/var/run/docker.sock";

// The text at the end of a path of keys, or "".
std::string text_at(const std::string& document, std::initializer_list<const char*> keys) {
  const auto json = codec::parse_json(document);
  const nlohmann::json* at = &json;
  for (const char* key : keys) {
    const auto found = at->find(key);
    if (found == at->end()) {
      return {};
    }
    at = &*found;
  }
  const auto* text = at->get_ptr<const std::string*>();
  return text == nullptr ? std::string() : *text;
}

std::optional<std::string> socket_of(std::string_view host) {
  constexpr std::string_view scheme = "unix://";
  host = util::trim(host);
  if (!host.starts_with(scheme)) {
    return std::nullopt;
  }
  host.remove_prefix(scheme.size());
  return std::string(host.empty() ? default_socket : host);
}

// docker names the folder of a context by a hash of its name; the name is inside, too.
std::optional<std::string> socket_of_context(const std::filesystem::path& config,
                                             const std::string& context) {
  std::error_code error;
  for (std::filesystem::directory_iterator at(config / "contexts" / "meta", error), end;
       !error && at != end;
       at.increment(error)) {
    const auto meta = read_small_file(at->path() / "meta.json");
    if (meta && text_at(*meta, {"Name"}) == context) {
      return socket_of(text_at(*meta, {"Endpoints", "docker", "Host"}));
    }
  }
  return std::nullopt;
}

std::string chosen_context(const ports::Environment& environment,
                           const std::filesystem::path& config) {
  if (std::string context = environment.text("DOCKER_CONTEXT"); !context.empty()) {
    return context;
  }
  return text_at(read_small_file(config / "config.json").value_or(""), {"currentContext"});
}

} // namespace

std::filesystem::path config_folder(const ports::Environment& environment) {
  const std::string folder = environment.text("DOCKER_CONFIG");
  return folder.empty() ? std::filesystem::path("/") / environment.text("HOME") / ".docker"
                        : std::filesystem::path(folder);
}

std::optional<std::string> engine_socket(const ports::Environment& environment) {
  if (const std::string host = environment.text("DOCKER_HOST"); !host.empty()) {
    return socket_of(host);
  }
  const std::filesystem::path config = config_folder(environment);
  const std::string context = chosen_context(environment, config);
  if (context.empty() || context == "default") {
    return std::string(default_socket);
  }
  return socket_of_context(config, context);
}

} // namespace tidegate::docker
