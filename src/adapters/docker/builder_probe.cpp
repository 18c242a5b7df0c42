// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/builder_cache.hpp"
#include "adapters/docker/builder_key.hpp"
#include "adapters/docker/builder_text.hpp"
#include "adapters/docker/command_answer.hpp"
#include "adapters/docker/engine.hpp"

#include <filesystem>
#include <utility>

namespace tidegate::docker {

namespace {

BuilderCache cache_of(const ports::Environment& environment) {
  std::filesystem::path folder = environment.text("XDG_CACHE_HOME");
  if (!folder.is_absolute()) { // as the XDG base directory specification wants it
    const std::string home = environment.text("HOME");
    if (home.empty()) {
      return BuilderCache({});
    }
    folder = std::filesystem::path(home) / ".cache";
  }
  return BuilderCache(folder / "tidegate" / "builders.json");
}

} // namespace

BuilderProbe::BuilderProbe(ports::Ports ports, std::string builder)
    : ports_(ports),
      builder_(std::move(builder)) {}

std::optional<model::Builder> BuilderProbe::cached() const {
  return cache_of(ports_.environment)
      .find(builder_key(ports_.environment, builder_), ports_.clock.now());
}

Result<model::Builder> BuilderProbe::ask() {
  const std::string key = builder_key(ports_.environment, builder_);
  std::vector<std::string> inspect{"docker", "buildx", "inspect"};
  if (!builder_.empty()) {
    inspect.insert(inspect.end(), {"--builder", builder_});
  }
  auto answer = ask_command(ports_.process, std::move(inspect), "docker buildx inspect");
  if (!answer) {
    return tl::unexpected<Error>(std::move(answer.error()));
  }
  const BuilderReport report = parse_builder_report(*answer);
  if (report.driver.empty()) {
    return failed(Error::Kind::external,
                  "docker buildx inspect: "
                      + (report.error.empty() ? "no driver in its answer" : report.error),
                  "try: docker buildx ls");
  }
  const auto version =
      ask_command(ports_.process, {"docker", "buildx", "version"}, "docker buildx version");
  model::Builder builder{.driver = report.driver,
                         .buildx = version ? parse_buildx_version(*version) : "",
                         .buildkit = report.buildkit};
  // A builder that has not booted yet tells no version: next time it may.
  if (!builder.buildx.empty() && !builder.buildkit.empty()) {
    cache_of(ports_.environment).keep(key, builder, ports_.clock.now());
  }
  return builder;
}

} // namespace tidegate::docker
