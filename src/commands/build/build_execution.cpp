// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_execution.hpp"

#include "adapters/docker/rawjson.hpp"
#include "analysis/export_watch.hpp"
#include "util/lines.hpp"
#include "util/text.hpp"

#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <utility>

namespace tidegate::commands {
namespace {

constexpr std::size_t max_line_bytes = std::size_t{16} << 20U;
constexpr std::size_t max_plain_lines = 400;
constexpr std::size_t max_plain_line_bytes = 4096;
constexpr std::size_t max_notices = 5;
constexpr std::chrono::milliseconds redraw_interval{100};
constexpr std::size_t max_file_bytes = std::size_t{4} << 20U;

// Takes the lines of buildx's stderr: rawjson to fold and display, everything else is plain text.
class StreamReader {
public:
  StreamReader(Execution& execution,
               report::ProgressDisplay& display,
               std::function<void(const model::Progress&)> watch)
      : execution_(execution),
        display_(display),
        watch_(std::move(watch)) {}

  void take(const util::LineSplitter::Line& line) {
    ++number_;
    if (line.cut) {
      note(fmt::format("longer than {} MiB; its end was dropped", max_line_bytes >> 20U));
      return;
    }
    if (line.text.empty() || line.text.front() != '{') {
      plain(line.text);
      return;
    }
    const auto progress = docker::parse_rawjson(line.text);
    if (!progress) {
      note(progress.error().message);
      return;
    }
    execution_.fold.apply(*progress);
    display_.show(*progress);
    watch_(*progress);
  }

  void finish() {
    if (unread_ > max_notices) {
      execution_.notices.push_back(fmt::format(
          "{} more lines of buildx's progress could not be read", unread_ - max_notices));
    }
  }

private:
  void plain(std::string_view text) {
    const std::string printable =
        util::shorten(util::to_printable(text.substr(0, max_line_bytes)), max_plain_line_bytes);
    auto& lines = execution_.plain_lines;
    lines.push_back(printable);
    if (lines.size() > max_plain_lines) {
      lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(max_plain_lines / 2));
    }
    display_.plain_line(printable);
  }

  void note(const std::string& why) {
    if (++unread_ <= max_notices) {
      execution_.notices.push_back(
          fmt::format("line {} of buildx's progress could not be read: {}", number_, why));
    }
  }

  Execution& execution_;
  report::ProgressDisplay& display_;
  std::function<void(const model::Progress&)> watch_;
  std::size_t number_{0};
  std::size_t unread_{0};
};

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(max_file_bytes, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

} // namespace

Result<Execution> execute_build(const ExecutionPlan& plan,
                                ports::Ports ports,
                                report::ProgressDisplay& display,
                                const std::function<void(std::string_view)>& raw_sink) {
  Execution execution;
  const Seconds begin = ports.clock.monotonic();
  analysis::ExportWatch watch(plan.export_limits);
  StreamReader reader(execution, display, [&](const model::Progress& progress) {
    watch.see(progress, ports.clock.monotonic());
  });
  util::LineSplitter lines(max_line_bytes);
  const auto take = [&](const util::LineSplitter::Line& line) { reader.take(line); };

  ports::Command command;
  command.argv = {"docker", "buildx", "build", "--progress=rawjson"};
  command.argv.push_back("--metadata-file=" + plan.metadata_file.string());
  if (!plan.iid_file.empty()) {
    command.argv.push_back("--iidfile=" + plan.iid_file.string());
  }
  command.argv.insert(command.argv.end(), plan.buildx_args.begin(), plan.buildx_args.end());
  if (plan.own_metadata) {
    command.env.emplace_back("BUILDX_METADATA_PROVENANCE", "disabled");
  }
  command.unset_env = plan.hidden_variables;
  command.keep_secrets = true;
  command.inherit_stdin = true;
  command.inherit_stdout = true;
  command.tick = redraw_interval;
  command.on_tick = [&] { display.tick(ports.clock.monotonic() - begin); };
  command.give_up = [&] {
    execution.stalled = watch.overdue(ports.clock.monotonic()).value_or(execution.stalled);
    return !execution.stalled.empty();
  };

  execution.started = ports.clock.now();
  auto exit = ports.process.run(command, {}, [&](std::string_view chunk) {
    if (plan.raw_progress) {
      raw_sink(chunk);
    }
    lines.feed(chunk, take);
  });
  execution.duration = ports.clock.monotonic() - begin;
  lines.finish(take);
  reader.finish();
  display.finish(execution.duration);
  if (!exit) {
    return tl::unexpected(exit.error());
  }
  execution.exit = *exit;
  execution.metadata = read_file(plan.metadata_file);
  execution.image_id = std::string(util::trim(read_file(plan.iid_file)));
  return execution;
}

} // namespace tidegate::commands
