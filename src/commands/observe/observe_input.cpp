// SPDX-License-Identifier: Apache-2.0
#include "commands/observe/observe_input.hpp"

#include "adapters/docker/build_archive.hpp"
#include "adapters/posix/input_file.hpp"
#include "util/text.hpp"

#include <cstddef>
#include <memory>
#include <utility>

namespace tidegate::commands {
namespace {

// The last ones tell why a build failed.
constexpr std::size_t max_plain_lines = 400;
constexpr std::size_t max_line_bytes = 4000;

void keep_line(std::vector<std::string>& lines, std::string_view line) {
  if (lines.size() == max_plain_lines) {
    lines.erase(lines.begin(), lines.begin() + max_plain_lines / 2);
  }
  lines.push_back(util::shorten(line, max_line_bytes));
}

} // namespace

Result<void>
observe_log(const std::string& path, docker::LogReader::Form form, const ObservationSink& sink) {
  const auto file = posix::InputFile::open(path);
  if (!file) {
    return tl::unexpected(file.error());
  }
  const auto source =
      form == docker::LogReader::Form::rawjson ? model::Source::rawjson : model::Source::plain;
  Observation open{.source = source};
  docker::LogReader reader(
      {.progress = [&](const model::Progress& progress) { open.fold.apply(progress); },
       .plain = [&](std::string_view line) { keep_line(open.plain_lines, line); },
       .build_ended =
           [&](const docker::LogEnding& ending) {
             open.ending = ending;
             sink(std::exchange(open, Observation{.source = source}));
           }},
      form);
  auto done = file->each_chunk([&](std::string_view chunk) { reader.feed(chunk); });
  reader.finish(); // what came before a read error counts
  return done;
}

Result<void> observe_archive(const std::string& path, const ObservationSink& sink) {
  const auto file = posix::InputFile::open(path);
  if (!file) {
    return tl::unexpected(file.error());
  }
  Observation open;
  const docker::ArchiveSink archive_sink{.begin =
                                             [&] {
                                               open = Observation{.source = model::Source::record};
                                               return [&](const model::Progress& progress) {
                                                 open.fold.apply(progress);
                                               };
                                             },
                                         .end =
                                             [&](docker::RecordedBuild build) {
                                               open.record = std::move(build);
                                               sink(std::exchange(open, Observation{}));
                                             }};
  auto done = docker::read_build_archive(file->descriptor(), archive_sink);
  return done ? done : tl::unexpected(std::move(done.error()).in(path));
}

Result<void>
observe_history(ports::Ports ports, const docker::HistoryRef& ref, const ObservationSink& sink) {
  Observation open{.source = model::Source::history};
  auto build = docker::read_build_history(
      ports.process, ref, [&](const model::Progress& progress) { open.fold.apply(progress); });
  if (!build) {
    return tl::unexpected(std::move(build.error()));
  }
  open.record = std::move(*build);
  sink(std::move(open));
  return {};
}

} // namespace tidegate::commands
