// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/build_history.hpp"

#include "adapters/docker/history_record.hpp"
#include "adapters/docker/rawjson.hpp"
#include "util/lines.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <fmt/format.h>
#include <utility>
#include <vector>

namespace tidegate::docker {
namespace {

constexpr std::chrono::seconds time_limit{60};
constexpr std::size_t max_answer_bytes = std::size_t{64} << 20U;
// The engine hands over what it kept in a few messages, whole logs of a build in one of them.
constexpr std::size_t max_line_bytes = std::size_t{64} << 20U;
constexpr std::size_t max_error_bytes = std::size_t{8} << 10U;
constexpr std::size_t max_attachments = 100;
constexpr std::string_view provenance_prefix = "https://slsa.dev/provenance/";

void append(std::string& text, std::string_view chunk, std::size_t limit) {
  text += chunk.substr(0, limit - std::min(text.size(), limit));
}

// What buildx says where it gives up; it may say other things before.
std::string complaint_in(const std::string& text) {
  constexpr std::size_t max_bytes = 500;
  constexpr std::string_view mark = "ERROR: ";
  const std::size_t found = text.rfind(mark);
  const std::string_view words =
      std::string_view(text).substr(found == std::string::npos ? 0 : found + mark.size());
  std::string line = util::to_printable(util::trim(words.substr(0, words.find('\n'))));
  return line.empty() ? "it said nothing" : util::shorten(line, max_bytes);
}

std::string hint_for(const std::string& complaint) {
  if (complaint.find("no record") != std::string::npos) {
    return "list what the engine remembers: docker buildx history ls";
  }
  if (complaint.find("unknown command") != std::string::npos
      || complaint.find("unknown flag") != std::string::npos) {
    return "docker buildx 0.23 and newer can tell its history";
  }
  return "check that the engine and the builder respond: docker buildx ls";
}

class History {
public:
  History(ports::Process& process, const std::string& builder)
      : process_(process) {
    argv_ = {"docker", "buildx"};
    if (!builder.empty()) {
      argv_.insert(argv_.end(), {"--builder", builder});
    }
    argv_.emplace_back("history");
  }

  // stderr carries the progress of `logs`, and the complaint of everything.
  Result<void> run(
      const std::vector<std::string>& args,
      const ports::ChunkSink& on_stdout,
      const ports::ChunkSink& on_stderr = [](std::string_view) {}) {
    ports::Command command{.argv = argv_, .handle_signals = false, .time_limit = time_limit};
    command.argv.insert(command.argv.end(), args.begin(), args.end());
    std::string words;
    const auto exit = process_.run(command, on_stdout, [&](std::string_view chunk) {
      on_stderr(chunk);
      words += chunk; // the complaint is at the end
      if (words.size() > 2 * max_error_bytes) {
        words.erase(0, words.size() - max_error_bytes);
      }
    });
    if (!exit) {
      return tl::unexpected(exit.error());
    }
    if (exit->status == 0 && !exit->timed_out) {
      return {};
    }
    const std::string complaint = exit->timed_out
                                      ? fmt::format("no answer within {} s", time_limit.count())
                                      : complaint_in(words);
    return failed(Error::Kind::external,
                  fmt::format("docker buildx history {}: {}", args.front(), complaint),
                  hint_for(complaint));
  }

  Result<std::string> ask(const std::vector<std::string>& args) {
    std::string answer;
    const auto done =
        run(args, [&](std::string_view chunk) { append(answer, chunk, max_answer_bytes); });
    return done ? Result<std::string>(std::move(answer)) : tl::unexpected(done.error());
  }

private:
  ports::Process& process_;
  std::vector<std::string> argv_;
};

Result<void> read_log(History& history, const std::string& ref, const ProgressSink& progress) {
  util::LineSplitter lines(max_line_bytes);
  const util::LineSplitter::Sink read = [&](const util::LineSplitter::Line& line) {
    if (auto message = parse_rawjson(line.text)) {
      progress(*message);
    }
  };
  auto done = history.run(
      {"logs", "--progress", "rawjson", ref},
      [](std::string_view) {},
      [&](std::string_view chunk) { lines.feed(chunk, read); });
  lines.finish(read);
  return done;
}

void read_attachments(History& history, InspectedBuild& inspected) {
  std::size_t asked = 0;
  for (const Attachment& attachment : inspected.attachments) {
    const bool wanted = attachment.type.starts_with(provenance_prefix)
                        && attachment.digest.starts_with("sha256:"); // it becomes an argument
    if (!wanted || ++asked > max_attachments) {
      continue;
    }
    auto& build = inspected.build;
    const auto text = history.ask({"inspect", "attachment", build.ref, attachment.digest});
    auto provenance = text ? read_provenance(*text) : tl::unexpected(text.error());
    if (provenance) {
      build.provenance.push_back(std::move(*provenance));
    } else {
      build.notices.push_back("provenance unknown: " + provenance.error().message);
    }
  }
}

bool is_word(std::string_view text) {
  const auto fine = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
           || c == '_' || c == '.';
  };
  return !text.empty() && text.front() != '-' && std::ranges::all_of(text, fine);
}

} // namespace

Result<HistoryRef> parse_history_ref(std::string_view text) {
  const auto parts = util::split(text, '/');
  const bool offset = text.starts_with('^') && is_word(text.substr(1));
  if (text.empty() || offset || (parts.size() == 1 && is_word(text))) {
    return HistoryRef{.ref = std::string(text)};
  }
  constexpr std::size_t with_builder_and_node = 3;
  if (parts.size() == with_builder_and_node && std::ranges::all_of(parts, is_word)) {
    return HistoryRef{.builder = parts[0], .node = parts[1], .ref = parts[2]};
  }
  return failed(Error::Kind::usage,
                fmt::format("\"{}\" is no reference of a build",
                            util::shorten(util::to_printable(text), 100)),
                "take one from docker buildx history ls, or ^1 for the build before the newest");
}

Result<RecordedBuild>
read_build_history(ports::Process& process, const HistoryRef& ref, const ProgressSink& progress) {
  History history(process, ref.builder);
  std::vector<std::string> question{"inspect", "--format", "json"};
  if (!ref.ref.empty()) {
    question.push_back(ref.ref);
  }
  const auto answer = history.ask(question);
  if (!answer) {
    return tl::unexpected(answer.error());
  }
  auto inspected = read_inspected_build(*answer);
  if (!inspected) {
    return tl::unexpected(inspected.error());
  }
  auto& build = inspected->build;
  if (!is_word(build.ref)) { // it becomes an argument of the next questions
    return failed(Error::Kind::external, "docker buildx history inspect: no usable reference");
  }
  build.place = ref.builder.empty() ? "" : ref.builder + "/" + ref.node;
  const auto log = progress ? read_log(history, build.ref, progress) : Result<void>{};
  if (!log) {
    build.notices.push_back("steps unknown: " + log.error().message);
  }
  read_attachments(history, *inspected);
  return std::move(build);
}

} // namespace tidegate::docker
