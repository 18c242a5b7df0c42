// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/tty_build.hpp"

#include "adapters/docker/log_text.hpp"
#include "adapters/docker/plain_build.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace tidegate::docker {
namespace {

constexpr std::size_t max_steps = 2000;
constexpr std::size_t max_name_bytes = 4096;
constexpr std::string_view arrow = "=> ";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) {
    return false;
  }
  text.remove_prefix(prefix.size());
  return true;
}

std::optional<int> take_count(std::string_view& text) {
  constexpr int most = 1'000'000;
  int value = 0;
  const auto [stop, error] = std::from_chars(text.begin(), text.end(), value);
  if (error != std::errc{} || value < 0 || value > most) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(stop - text.begin()));
  return value;
}

// A name is cut a byte earlier once its time has a digit more, so only what a terminal of usual
// width always shows can tell two names apart.
std::string key_of(std::string_view name) {
  constexpr std::size_t shown = 48;
  const std::size_t bracket = name.find("] ");
  const bool instruction = name.starts_with('[') && bracket != std::string_view::npos
                           && name.substr(0, bracket).find('/') != std::string_view::npos;
  return std::string(name.substr(0, instruction ? bracket : shown));
}

} // namespace

std::optional<TtyHeading> parse_tty_heading(std::string_view line) {
  std::string_view rest = trimmed(line);
  TtyHeading heading;
  if (!take(rest, "[+] Building ")) {
    return std::nullopt;
  }
  const auto elapsed = take_decimal(rest);
  if (!elapsed || !take(rest, "s (")) {
    return std::nullopt;
  }
  const auto completed = take_count(rest);
  if (!completed || !take(rest, "/")) {
    return std::nullopt;
  }
  const auto total = take_count(rest);
  if (!total || !take(rest, ")")) {
    return std::nullopt;
  }
  heading.elapsed = Seconds(*elapsed);
  heading.completed = *completed;
  heading.total = *total;
  heading.finished = trimmed(rest).starts_with("FINISHED");
  return heading;
}

bool TtyBuild::begins_another(const TtyHeading& heading) const {
  return heading_ && (heading_->finished || heading.elapsed < heading_->elapsed);
}

void TtyBuild::begin_picture(const TtyHeading& heading) {
  heading_ = heading;
  ++picture_;
  painting_ = true;
}

// Steps of one name (two cache imports) keep their order from picture to picture.
TtyBuild::Step* TtyBuild::step_named(std::string_view name) {
  std::vector<std::size_t>& same = by_key_[key_of(name)];
  const auto found = std::ranges::find_if(
      same, [this](std::size_t position) { return steps_[position].picture < picture_; });
  if (found != same.end()) {
    current_ = *found;
    return &steps_[current_];
  }
  if (steps_.size() >= max_steps) {
    return nullptr;
  }
  current_ = steps_.size();
  same.push_back(current_);
  return &steps_.emplace_back();
}

bool TtyBuild::apply(std::string_view line, model::Progress& progress) {
  std::string_view rest = trimmed(line);
  if (!take(rest, arrow)) {
    return rest.empty();
  }
  if (take(rest, arrow)) {
    apply_part(rest, progress);
    return true;
  }
  const auto took = take_seconds_at_end(rest);
  rest = trimmed(rest).substr(0, max_name_bytes);
  if (take(rest, "WARN: ")) {
    progress.warnings.push_back(warning_of(rest));
    return true;
  }
  const bool cached = take(rest, "CACHED ");
  const bool failed = take(rest, "ERROR ");
  const bool canceled = take(rest, "CANCELED ");
  if (Step* const step = step_named(rest)) {
    step->name = std::max(step->name.size(), rest.size()) == rest.size() ? rest : step->name;
    step->took = took;
    step->cached = cached;
    step->failed = failed;
    step->canceled = canceled;
    step->picture = picture_;
  }
  return true;
}

// "transferring context: 12.3kB      0.1s"; "# text" is the end of what the process wrote.
void TtyBuild::apply_part(std::string_view line, model::Progress& progress) const {
  if (steps_.empty() || line.starts_with("# ")) {
    return;
  }
  take_seconds_at_end(line);
  line = trimmed(line);
  const auto last = take_size_at_end(line);
  model::VertexStatus& status = progress.statuses.emplace_back();
  status.vertex = '#' + std::to_string(current_ + 1);
  if (last && line.ends_with(" /")) {
    line.remove_suffix(2);
    status.total = *last;
    status.current = take_size_at_end(line).value_or(0);
  } else {
    status.current = last.value_or(0);
  }
  status.id = trimmed(line).substr(0, max_name_bytes);
}

void TtyBuild::finish(std::string_view error, model::Progress& progress) const {
  const bool all_done =
      heading_
      && (heading_->finished || std::cmp_greater_equal(heading_->completed, steps_.size()));
  for (const Step& step : steps_) {
    model::Vertex& vertex = progress.vertexes.emplace_back();
    vertex.digest = '#' + std::to_string(&step - steps_.data() + 1);
    vertex.name = step.name;
    vertex.begun = true;
    vertex.cached = step.cached;
    // A step that may still have been at work has no length yet.
    vertex.took =
        all_done || step.cached || step.failed || step.canceled ? step.took : std::nullopt;
    if (step.failed) {
      vertex.error = error.empty() ? "ERROR" : error;
    } else if (step.canceled) {
      vertex.error = "context canceled";
    }
  }
}

} // namespace tidegate::docker
