// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/log_reader.hpp"

#include "adapters/docker/log_ending.hpp"
#include "adapters/docker/log_text.hpp"
#include "adapters/docker/plain_build.hpp"
#include "adapters/docker/rawjson.hpp"
#include "adapters/docker/tty_build.hpp"
#include "adapters/docker/utf8_stream.hpp"
#include "util/lines.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

namespace tidegate::docker {
namespace {

constexpr std::size_t max_line_bytes = std::size_t{4} << 20U;
constexpr std::size_t max_error_bytes = 16'384;
constexpr std::string_view definition = "[internal] load build definition";

bool is_empty(const model::Progress& progress) {
  return progress.vertexes.empty() && progress.statuses.empty() && progress.logs.empty()
         && progress.warnings.empty();
}

void clear(model::Progress& progress) {
  progress.vertexes.clear();
  progress.statuses.clear();
  progress.logs.clear();
  progress.warnings.clear();
}

bool looks_like_rawjson(std::string_view line) {
  constexpr std::array<std::string_view, 4> beginnings{
      R"({"vertexes")", R"({"statuses")", R"({"logs")", R"({"warnings")"};
  return std::ranges::any_of(beginnings, [&](auto b) { return line.starts_with(b); });
}

// What follows a heading or an error without belonging to it.
bool begins_plain_text(std::string_view line) {
  constexpr std::array<std::string_view, 8> beginnings{
      "#", "------", " > ", "ERROR: ", "View build ", "[+] ", "WARNING: ", " => "};
  return line.empty()
         || std::ranges::any_of(beginnings, [&](auto b) { return line.starts_with(b); });
}

} // namespace

class LogReader::State {
public:
  State(Sink sink, Form form)
      : sink_(std::move(sink)),
        form_(form),
        take_text_([this](std::string_view text) { lines_.feed(text, take_line_); }),
        take_line_([this](const util::LineSplitter::Line& line) { take(line); }) {}

  State(const State&) = delete;
  State& operator=(const State&) = delete;
  State(State&&) = delete;
  State& operator=(State&&) = delete;
  ~State() = default;

  void feed(std::string_view chunk) { text_.feed(chunk, take_text_); }

  void finish() {
    text_.finish(take_text_);
    lines_.finish(take_line_);
    end_build();
  }

private:
  struct Current {
    EndingWatch ending;
    PlainBuild plain;
    TtyBuild tty;
    std::size_t definition{0}; // hash of the vertex that loads the Dockerfile
    std::string error;         // the last "ERROR: ..."
  };

  void take(const util::LineSplitter::Line& line);
  bool take_rawjson(std::string_view line, bool cut);
  void take_segments(std::string_view line);
  void take_clean(std::string_view line);
  bool take_numbered(std::string_view line);
  bool take_tty(std::string_view line);
  void take_other(std::string_view line);
  void watch_definition();
  void deliver(const model::Progress& progress);
  void deliver();
  void end_build();

  Sink sink_;
  Form form_;
  Utf8Stream text_;
  util::LineSplitter lines_{max_line_bytes};
  Utf8Stream::Sink take_text_;
  util::LineSplitter::Sink take_line_;
  Current build_;
  RawjsonReader rawjson_;
  model::Progress message_;  // of rawjson; both are kept for their memory
  model::Progress progress_; // of the other forms
  LinePlace place_;
  std::size_t number_{0};
  bool wrapped_{false}; // PowerShell broke long lines
  std::string scratch_;
};

void LogReader::State::take(const util::LineSplitter::Line& line) {
  ++number_;
  std::string_view text = line.text;
  while (text.ends_with('\r')) {
    text.remove_suffix(1);
  }
  place_.time = text.starts_with('{') ? std::nullopt : take_stamp(text);
  if (form_ != Form::plain && text.starts_with('{') && take_rawjson(text, line.cut)) {
    return;
  }
  take_runner_mark(text);
  text = without_escapes(text, scratch_);
  if (text.find('\r') == std::string_view::npos) {
    take_clean(text);
  } else {
    take_segments(text);
  }
}

bool LogReader::State::take_rawjson(std::string_view line, bool cut) {
  const bool sure = form_ == Form::rawjson || looks_like_rawjson(line);
  const auto done =
      cut ? failed(Error::Kind::external, "the line is too long") : rawjson_.read(line, message_);
  if (!done) {
    if (sure && sink_.unreadable) {
      sink_.unreadable(number_, done.error().message);
    }
    return sure;
  }
  if (!sure && is_empty(message_)) {
    return false; // JSON of something else
  }
  watch_definition();
  deliver(message_);
  return true;
}

// BuildKit gives the vertex that loads the Dockerfile another digest in each build, but within one
// build of several targets they are named after their targets.
void LogReader::State::watch_definition() {
  for (const model::Vertex& vertex : message_.vertexes) {
    if (!vertex.name.starts_with(definition)) {
      continue;
    }
    const std::size_t digest = std::hash<std::string>{}(vertex.digest);
    if (build_.definition != 0 && build_.definition != digest) {
      end_build();
    }
    build_.definition = digest;
  }
}

// What a carriage return overwrites on a terminal stays in a file. Inside of what a process wrote
// it is part of the text.
void LogReader::State::take_segments(std::string_view line) {
  const auto numbered = parse_plain_line(line);
  if (numbered && numbered->kind == PlainLine::Kind::log) {
    take_clean(line);
    return;
  }
  while (!line.empty()) {
    const std::size_t end = std::min(line.find('\r'), line.size());
    if (end > 0) {
      take_clean(line.substr(0, end));
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
}

void LogReader::State::take_clean(std::string_view line) {
  if (take_numbered(line) || take_tty(line)) {
    return;
  }
  take_other(line);
  place_.after_gap = line.find_first_not_of(" \t") == std::string_view::npos;
}

bool LogReader::State::take_numbered(std::string_view line) {
  constexpr std::string_view powershell = " : #0 building with ";
  constexpr std::size_t longest = 60;
  if (!line.starts_with('#')) {
    const std::size_t at = line.substr(0, longest).find(powershell);
    if (at == std::string_view::npos) {
      return false;
    }
    wrapped_ = true;
    line.remove_prefix(at + 3);
  }
  const auto numbered = parse_plain_line(line);
  if (!numbered) {
    return false;
  }
  build_.tty.end_picture();
  const bool after_pictures = !build_.tty.empty() && numbered->number <= 1;
  if (after_pictures || build_.plain.begins_another(*numbered, place_.after_gap)) {
    end_build();
  }
  build_.plain.apply(*numbered, place_, progress_);
  place_.after_gap = false;
  build_.ending.see_time(place_.time);
  deliver();
  return true;
}

bool LogReader::State::take_tty(std::string_view line) {
  if (const auto heading = parse_tty_heading(line)) {
    const bool after_lines = build_.tty.empty() && !build_.ending.empty();
    if (after_lines || build_.tty.begins_another(*heading)) {
      end_build();
    }
    build_.tty.begin_picture(*heading);
    build_.ending.see_total(heading->elapsed, heading->finished);
    return true;
  }
  if (!build_.tty.painting()) {
    return false;
  }
  if (!build_.tty.apply(line, progress_)) {
    build_.tty.end_picture();
    return false;
  }
  deliver();
  return true;
}

void LogReader::State::take_other(std::string_view line) {
  constexpr std::string_view error = "ERROR: ";
  wrapped_ = wrapped_ || line.find("+ CategoryInfo ") != std::string_view::npos;
  if (!begins_plain_text(line) && build_.plain.append(line, wrapped_, progress_)) {
    deliver();
    return;
  }
  build_.plain.end_text();
  build_.ending.see_plain(line);
  if (line.starts_with(error)) {
    build_.error = line.substr(error.size(), max_error_bytes);
  }
  if (sink_.plain) {
    sink_.plain(util::to_printable(line));
  }
}

void LogReader::State::deliver(const model::Progress& progress) {
  if (is_empty(progress)) {
    return;
  }
  build_.ending.see(progress);
  if (sink_.progress) {
    sink_.progress(progress);
  }
}

// What the lines of a text amount to.
void LogReader::State::deliver() {
  deliver(progress_);
  clear(progress_);
}

void LogReader::State::end_build() {
  build_.tty.finish(build_.error, progress_);
  deliver();
  if (!build_.ending.empty() && sink_.build_ended) {
    sink_.build_ended(build_.ending.ending());
  }
  build_ = {};
}

LogReader::LogReader(Sink sink, Form form)
    : state_(std::make_unique<State>(std::move(sink), form)) {}

LogReader::~LogReader() = default;
LogReader::LogReader(LogReader&&) noexcept = default;
LogReader& LogReader::operator=(LogReader&&) noexcept = default;

void LogReader::feed(std::string_view chunk) {
  state_->feed(chunk);
}

void LogReader::finish() {
  state_->finish();
}

} // namespace tidegate::docker
