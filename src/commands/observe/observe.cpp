// SPDX-License-Identifier: Apache-2.0
#include "commands/observe/observe.hpp"

#include "adapters/docker/metadata.hpp"
#include "adapters/posix/input_file.hpp"
#include "commands/build/image_facts.hpp"
#include "commands/build/source_lines.hpp"
#include "commands/observe/observe_delivery.hpp"
#include "commands/observe/observe_input.hpp"
#include "commands/observe/observe_record.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr std::size_t max_metadata_bytes = std::size_t{64} << 20U;
constexpr std::size_t max_dockerfile_bytes = std::size_t{1} << 20U;

Result<void> check(const ObserveOptions& options) {
  const std::array given{
      !options.rawjson.empty(), !options.log.empty(), !options.record.empty(), options.history};
  const auto sources = std::ranges::count(given, true);
  if (sources > 1 || (sources == 0 && options.image.empty())) {
    return failed(Error::Kind::usage,
                  "observe needs one source",
                  "give one of --rawjson FILE, --log FILE, --history [REF], --record FILE, or "
                  "--image FILE");
  }
  if (sources == 0 && (options.publish || !options.settings.events_dir.value_or("").empty())) {
    return failed(Error::Kind::usage,
                  "an image alone is no build, so there is nothing to record",
                  "give the build that made it too, for example with --history");
  }
  const std::array paths{
      options.rawjson, options.log, options.record, options.metadata, options.image};
  if (std::ranges::count(paths, "-") > 1) {
    return failed(Error::Kind::usage, "standard input can be read only once");
  }
  return {};
}

Result<std::string> read_text(const std::string& path, std::size_t limit) {
  if (path.empty()) {
    return std::string();
  }
  const auto file = posix::InputFile::open(path);
  return file ? file->all(limit) : tl::unexpected(file.error());
}

Result<std::vector<docker::NamedMetadata>> read_metadata(const ObserveOptions& options) {
  const auto text = options.metadata_text.empty() ? read_text(options.metadata, max_metadata_bytes)
                                                  : Result<std::string>(options.metadata_text);
  if (!text) {
    return tl::unexpected(text.error());
  }
  auto all = docker::read_all_metadata(*text);
  if (all.empty() && !text->empty()) {
    return failed(Error::Kind::usage,
                  "the metadata is not what buildx writes",
                  "give the file of --metadata-file, or the output `metadata` of "
                  "docker/build-push-action");
  }
  return all;
}

// Which part of the metadata belongs to that build: the one that names it, else the only one.
docker::Metadata metadata_for(const Observation& observation,
                              const std::vector<docker::NamedMetadata>& all) {
  if (observation.record) {
    const std::string& ref = observation.record->ref;
    const auto found = std::ranges::find_if(all, [&](const docker::NamedMetadata& entry) {
      return entry.metadata.build_ref == ref || entry.metadata.build_ref.ends_with("/" + ref);
    });
    return found == all.end() ? docker::Metadata{} : found->metadata;
  }
  return all.size() == 1 ? all.front().metadata : docker::Metadata{};
}

// A log without any step can still tell why nothing was built.
bool tells_something(const Observation& observation) {
  return observation.source == model::Source::image || observation.record
         || !observation.fold.steps().empty() || (observation.ending && observation.ending->failed);
}

Result<void> observe_each_ref(const ObserveOptions& options,
                              const std::vector<docker::NamedMetadata>& metadata,
                              ports::Ports ports,
                              const ObservationSink& sink) {
  std::vector<std::string> refs;
  for (const auto& entry : metadata) {
    if (options.ref.empty() && !entry.metadata.build_ref.empty()) {
      refs.push_back(entry.metadata.build_ref);
    }
  }
  if (refs.empty()) {
    refs.push_back(options.ref);
  }
  for (const std::string& text : refs) {
    const auto ref = docker::parse_history_ref(text);
    auto done = ref ? observe_history(ports, *ref, sink) : tl::unexpected(ref.error());
    if (!done) {
      return done;
    }
  }
  return {};
}

Result<void> observe(const ObserveOptions& options,
                     const std::vector<docker::NamedMetadata>& metadata,
                     ports::Ports ports,
                     const ObservationSink& sink) {
  if (options.history) {
    return observe_each_ref(options, metadata, ports, sink);
  }
  if (!options.record.empty()) {
    return observe_archive(options.record, sink);
  }
  if (options.rawjson.empty() && options.log.empty()) { // the image alone
    sink({.source = model::Source::image});
    return {};
  }
  return options.rawjson.empty()
             ? observe_log(options.log, docker::LogReader::Form::detect, sink)
             : observe_log(options.rawjson, docker::LogReader::Form::rawjson, sink);
}

Result<void> add_image(const ObserveOptions& options, model::Build& build) {
  return options.image.empty() ? Result<void>{} : add_archive_contents(options.image, build);
}

} // namespace

Result<int> run_observe(const ObserveOptions& options, ports::Ports ports) {
  if (auto fine = check(options); !fine) {
    return tl::unexpected(fine.error());
  }
  const auto metadata = read_metadata(options);
  if (!metadata) {
    return tl::unexpected(metadata.error());
  }
  const auto dockerfile = read_text(options.dockerfile, max_dockerfile_bytes);
  if (!dockerfile) {
    return tl::unexpected(dockerfile.error());
  }
  auto settings = load_settings(options.settings);
  if (!settings) {
    return tl::unexpected(settings.error());
  }
  ObserveDelivery delivery(options, std::move(*settings), ports);
  std::optional<Error> unread_image;
  const auto done = observe(options, *metadata, ports, [&](const Observation& observation) {
    if (!tells_something(observation)) {
      return;
    }
    auto build = observed_record(
        observation, metadata_for(observation, *metadata), delivery.settings(), ports.environment);
    add_source_lines(build, options.dockerfile, *dockerfile);
    if (auto read = add_image(options, build); !read) {
      unread_image = std::move(read.error());
      return;
    }
    delivery.add(std::move(build));
  });
  const int exit_code = delivery.finish();
  if (!done || unread_image) {
    return tl::unexpected(unread_image ? *unread_image : done.error());
  }
  if (delivery.count() == 0) {
    return failed(Error::Kind::external,
                  "no build in it",
                  "observe reads what `docker buildx build --progress=plain` or "
                  "`--progress=rawjson` prints");
  }
  return exit_code;
}

} // namespace tidegate::commands
