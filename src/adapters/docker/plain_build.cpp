// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/plain_build.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

namespace tidegate::docker {
namespace {

using Kind = PlainLine::Kind;

// Far beyond what BuildKit says; keeps a log of nonsense from filling the memory.
constexpr std::size_t max_vertexes = 20'000;
constexpr std::size_t max_text_bytes = 16'384;
constexpr std::string_view cancellation = "context canceled";

std::string digest_of(int number) {
  return '#' + std::to_string(number);
}

// "[build 3/5] COPY a b", but no FROM: those run again to fetch what the first run only looked up.
bool is_fetched(std::string_view name) {
  const std::size_t end = name.find("] ");
  if (!name.starts_with('[') || end == std::string_view::npos) {
    return true;
  }
  const std::string_view words = name.substr(1, end - 1);
  const std::size_t blank = words.rfind(' ');
  const std::string_view position = words.substr(blank == std::string_view::npos ? 0 : blank + 1);
  return position.find('/') == std::string_view::npos || name.substr(end + 2).starts_with("FROM ");
}

std::size_t hash_of(std::string_view name) {
  return std::hash<std::string_view>{}(name) | 1U;
}

model::Vertex& add_vertex(model::Progress& progress, int number) {
  model::Vertex& vertex = progress.vertexes.emplace_back();
  vertex.digest = digest_of(number);
  return vertex;
}

} // namespace

model::VertexWarning warning_of(std::string_view text) {
  constexpr std::string_view mark = " (line ";
  model::VertexWarning warning;
  warning.text = text.substr(0, max_text_bytes);
  const std::size_t at = text.rfind(mark);
  int line = 0;
  if (at != std::string_view::npos) {
    std::from_chars(text.begin() + at + mark.size(), text.end(), line);
  }
  warning.line = line > 0 ? std::optional(line) : std::nullopt;
  return warning;
}

bool PlainBuild::begins_another(const PlainLine& line, bool after_gap) const {
  if (line.number == 0) { // "#0 building with "default" instance using docker driver"
    return !vertexes_.empty();
  }
  const auto first = vertexes_.find(1);
  if (line.number != 1 || line.kind != Kind::text || first == vertexes_.end()) {
    return false;
  }
  const Vertex& vertex = first->second;
  const bool heading = after_gap || line.text.starts_with('[');
  const bool resumed = vertex.suspended && vertex.name == hash_of(line.text);
  return heading && !is_status_name(line.text) && vertex.name != 0 && (vertex.closed || !resumed);
}

void PlainBuild::apply(const PlainLine& line, const LinePlace& place, model::Progress& progress) {
  end_text();
  if (line.number == 0 || line.kind == Kind::digest) {
    return;
  }
  if (vertexes_.size() >= max_vertexes && !vertexes_.contains(line.number)) {
    return;
  }
  Vertex& vertex = vertexes_[line.number];
  if (is_heading(line, vertex, place.after_gap)) {
    name_it(line, vertex, place, progress);
    return;
  }
  introduce(line.number, vertex, progress);
  switch (line.kind) {
  case Kind::log:
    if (place.time && line.seconds) {
      const auto begun = *place.time - std::chrono::duration_cast<Time::duration>(*line.seconds);
      vertex.started = std::min(vertex.started.value_or(begun), begun);
    }
    add_log(line, place, progress);
    return;
  case Kind::warning:
    progress.warnings.push_back(warning_of(line.text));
    progress.warnings.back().vertex = digest_of(line.number);
    return;
  case Kind::suspended:
    vertex.suspended = true;
    return;
  case Kind::done:
  case Kind::cached:
    close(line, vertex, place, progress);
    return;
  case Kind::error:
  case Kind::canceled:
    fail(line, vertex, place, progress);
    return;
  default:
    add_status(line, progress);
    return;
  }
}

// A heading may look like a status ("[2/3] RUN echo done"), and a status that has just begun like a
// heading ("exporting layers").
bool PlainBuild::is_heading(const PlainLine& line, const Vertex& vertex, bool after_gap) const {
  if (line.kind != Kind::text && line.kind != Kind::status) {
    return false;
  }
  if (after_gap || (vertex.name != 0 && vertex.name == hash_of(line.whole))) {
    return true;
  }
  return vertex.name == 0 && line.kind == Kind::text && !is_status_name(line.text);
}

void PlainBuild::name_it(const PlainLine& line,
                         Vertex& vertex,
                         const LinePlace& place,
                         model::Progress& progress) {
  open_text_ = {line.number, false, std::string(line.whole.substr(0, max_text_bytes))};
  vertex.suspended = false;
  if (vertex.name == hash_of(line.whole)) {
    return;
  }
  vertex.name = hash_of(line.whole);
  vertex.fetches = is_fetched(line.whole);
  if (place.time) {
    vertex.started = std::min(vertex.started.value_or(*place.time), *place.time);
  }
  model::Vertex& report = add_vertex(progress, line.number);
  report.name = open_text_.text;
  report.begun = true;
}

// A vertex whose heading is lost is known by its number.
void PlainBuild::introduce(int number, Vertex& vertex, model::Progress& progress) {
  if (vertex.name == 0) {
    vertex.name = hash_of(digest_of(number));
    model::Vertex& report = add_vertex(progress, number);
    report.name = report.digest;
    report.begun = true;
  }
}

void PlainBuild::add_log(const PlainLine& line, const LinePlace& place, model::Progress& progress) {
  model::VertexLog& log = progress.logs.emplace_back();
  log.vertex = digest_of(line.number);
  log.data.reserve(line.text.size() + 1);
  log.data = line.text;
  log.data += '\n';
  log.timestamp = place.time;
}

void PlainBuild::add_status(const PlainLine& line, model::Progress& progress) {
  model::VertexStatus& status = progress.statuses.emplace_back();
  status.id = line.text.substr(0, max_text_bytes);
  status.vertex = digest_of(line.number);
  status.current = line.current.value_or(0);
  status.total = line.total.value_or(0);
}

void PlainBuild::close(const PlainLine& line,
                       Vertex& vertex,
                       const LinePlace& place,
                       model::Progress& progress) {
  model::Vertex& report = add_vertex(progress, line.number);
  report.begun = true;
  if (line.kind == Kind::cached) {
    // A step that was executed stays so when its result is loaded again. How long the loading took
    // is not told: BuildKit prints the word alone.
    report.cached = vertex.fetches || !vertex.executed;
  } else if (line.seconds) {
    // Since 2022 BuildKit prints the sum over all runs of a vertex, before that the last run alone.
    const bool sum = *line.seconds >= vertex.took;
    report.took = sum ? *line.seconds - vertex.took : *line.seconds;
    vertex.took = *line.seconds;
  }
  vertex.executed = vertex.executed || (!vertex.closed && line.kind == Kind::done);
  vertex.closed = true;
  if (place.time && report.took) {
    report.completed = place.time;
    report.started = *place.time - std::chrono::duration_cast<Time::duration>(*report.took);
  }
}

void PlainBuild::fail(const PlainLine& line,
                      Vertex& vertex,
                      const LinePlace& place,
                      model::Progress& progress) {
  model::Vertex& report = add_vertex(progress, line.number);
  const bool canceled = line.kind == Kind::canceled;
  report.begun = true;
  report.error = canceled ? cancellation : line.text.substr(0, max_text_bytes);
  if (report.error.empty()) {
    report.error = "ERROR";
  }
  if (place.time) {
    report.completed = place.time;
    report.started = vertex.started.value_or(*place.time);
  }
  vertex.closed = true;
  if (!canceled) {
    open_text_ = {line.number, true, report.error};
    vertex.started = report.started;
  }
}

bool PlainBuild::append(std::string_view text, bool wrapped, model::Progress& progress) {
  const auto found = vertexes_.find(open_text_.number);
  const bool open = !open_text_.text.empty() && found != vertexes_.end();
  const bool room = open_text_.text.size() + text.size() < max_text_bytes;
  if (!open || !room || !(wrapped || open_text_.error)) {
    return false;
  }
  open_text_.text += wrapped ? "" : "\n";
  open_text_.text += text;
  model::Vertex& report = add_vertex(progress, open_text_.number);
  report.begun = true;
  if (open_text_.error) {
    report.error = open_text_.text;
    report.started = found->second.started;
    report.completed = found->second.started;
  } else {
    report.name = open_text_.text;
  }
  return true;
}

} // namespace tidegate::docker
