// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/builder_key.hpp"

#include "adapters/docker/engine_socket.hpp"
#include "adapters/docker/small_file.hpp"
#include "util/text.hpp"

#include <cstdint>
#include <filesystem>
#include <fmt/format.h>
#include <string_view>
#include <sys/stat.h>

namespace tidegate::docker {

namespace {

// "" where there is no such file.
std::string identity(const std::filesystem::path& path) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) {
    return {};
  }
  return fmt::format("{}|{}|{}|{}.{}",
                     path.string(),
                     status.st_ino,
                     status.st_size,
                     status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec);
}

std::string identity_of_docker(const ports::Environment& environment) {
  for (const std::string& folder : util::split(environment.text("PATH"), ':')) {
    if (std::string found = identity(std::filesystem::path(folder) / "docker"); !found.empty()) {
      return found;
    }
  }
  return {};
}

// The folders of cli-plugins/manager in docker/cli. More can be named in config.json, which is part
// of the key itself.
std::string identity_of_plugin(const std::filesystem::path& config) {
  for (const std::filesystem::path& folder :
       {config / "cli-plugins",
        std::filesystem::path("/usr/local/lib/docker/cli-plugins"),
        std::filesystem::path("/usr/local/libexec/docker/cli-plugins"),
        std::filesystem::path("/usr/lib/docker/cli-plugins"),
        std::filesystem::path("/usr/libexec/docker/cli-plugins")}) {
    if (std::string found = identity(folder / "docker-buildx"); !found.empty()) {
      return found;
    }
  }
  return {};
}

// FNV-1a: a DOCKER_HOST may hold what does not belong into a cache file.
std::string hash(std::string_view text) {
  std::uint64_t value = 0xcbf29ce484222325U;
  for (const char letter : text) {
    value = (value ^ static_cast<unsigned char>(letter)) * 0x100000001b3U;
  }
  return fmt::format("{:016x}", value);
}

} // namespace

std::string builder_key(const ports::Environment& environment, const std::string& builder) {
  const std::filesystem::path config = config_folder(environment);
  const std::string buildx_config = environment.text("BUILDX_CONFIG");
  const std::filesystem::path buildx =
      buildx_config.empty() ? config / "buildx" : std::filesystem::path(buildx_config);
  const std::string name = builder.empty() ? environment.text("BUILDX_BUILDER") : builder;
  std::string all;
  const auto add = [&](std::string_view part) {
    all += part;
    all += '\0';
  };
  add(name);
  add(environment.text("DOCKER_HOST"));
  add(environment.text("DOCKER_CONTEXT"));
  add(config.string());
  add(buildx.string());
  add(identity_of_docker(environment));
  add(identity_of_plugin(config));
  add(identity(config / "config.json"));
  // By its text: buildx writes it again at every call. `defaults` holds what `use --default` chose.
  add(read_small_file(buildx / "current").value_or(""));
  add(identity(buildx / "defaults"));
  add(name.empty() ? "" : identity(buildx / "instances" / name));
  add(identity(engine_socket(environment).value_or("")));
  return hash(all);
}

} // namespace tidegate::docker
