// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/rawjson.hpp"

#include "util/json_scan.hpp"
#include "util/text.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace tidegate::docker {
namespace {

// Entries are used again, so each begins as a new one would, but with the memory of its strings.
void reset(model::Vertex& vertex) {
  vertex.digest.clear();
  vertex.inputs.clear();
  vertex.name.clear();
  vertex.started.reset();
  vertex.completed.reset();
  vertex.cached = false;
  vertex.error.clear();
  vertex.begun = false;
  vertex.took.reset();
}

void reset(model::VertexStatus& status) {
  status.id.clear();
  status.vertex.clear();
  status.name.clear();
  status.current = 0;
  status.total = 0;
  status.started.reset();
  status.completed.reset();
}

void reset(model::VertexLog& log) {
  log.vertex.clear();
  log.stream = 1;
  log.data.clear();
  log.timestamp.reset();
}

void reset(model::VertexWarning& warning) {
  warning = {};
}

// A list that stays empty gives its memory to the spare one.
template<typename Entry>
void put_aside(std::vector<Entry>& entries, std::vector<Entry>& spare) {
  if (!entries.empty()) {
    spare.swap(entries);
    entries.clear();
  }
}

// Reads one message; where a key comes twice, the later one counts.
class MessageReader {
public:
  MessageReader(std::string_view line,
                model::Progress& progress,
                model::Progress& spare,
                KnownTime& known)
      : scan_(line),
        progress_(progress),
        spare_(spare),
        known_(known) {
    put_aside(progress.vertexes, spare.vertexes);
    put_aside(progress.statuses, spare.statuses);
    put_aside(progress.logs, spare.logs);
    put_aside(progress.warnings, spare.warnings);
  }

  // False where the line is no JSON object.
  bool read() {
    std::string_view key;
    scan_.open_object();
    while (scan_.next_key(key)) {
      if (key == "vertexes") {
        list(progress_.vertexes, spare_.vertexes, &MessageReader::vertex);
      } else if (key == "statuses") {
        list(progress_.statuses, spare_.statuses, &MessageReader::status);
      } else if (key == "logs") {
        list(progress_.logs, spare_.logs, &MessageReader::log);
      } else if (key == "warnings") {
        list(progress_.warnings, spare_.warnings, &MessageReader::warning);
      } else {
        scan_.skip();
      }
    }
    return scan_.finished();
  }

  [[nodiscard]] bool too_deep() const { return scan_.too_deep(); }

private:
  template<typename Entry>
  void list(std::vector<Entry>& entries,
            std::vector<Entry>& spare,
            bool (MessageReader::*read_entry)(Entry&)) {
    put_aside(entries, spare);
    if (!scan_.at_array()) {
      scan_.skip();
      return;
    }
    entries.swap(spare);
    std::size_t count = 0;
    scan_.open_array();
    while (scan_.next_item()) {
      if (!scan_.at_object()) {
        scan_.skip();
        continue;
      }
      if (count == entries.size()) {
        entries.emplace_back();
      }
      reset(entries[count]);
      count += (this->*read_entry)(entries[count]) ? 1U : 0U;
    }
    entries.resize(count);
  }

  // Every value of an entry: known keys by the caller, others are skipped.
  template<typename Take>
  void each_key(Take take) {
    std::string_view key;
    scan_.open_object();
    while (scan_.next_key(key)) {
      if (!take(key)) {
        scan_.skip();
      }
    }
  }

  bool vertex(model::Vertex& vertex);
  bool status(model::VertexStatus& status);
  bool log(model::VertexLog& log);
  bool warning(model::VertexWarning& warning);

  // Empty where it is no string.
  std::string_view text() {
    if (scan_.at_string()) {
      return scan_.read_string(scratch_);
    }
    scan_.skip();
    return {};
  }

  bool text(std::string& into) {
    into = text();
    return true;
  }

  bool bytes(std::string& into) {
    if (!util::decode_base64(text(), into)) {
      into.clear();
    }
    return true;
  }

  bool count(std::uint64_t& into) {
    into = scan_.read_count().value_or(0);
    return true;
  }

  bool time(std::optional<Time>& into);
  bool texts(std::vector<std::string>& into);
  bool source_file(std::string& into);
  bool first_line(std::optional<int>& into);
  std::optional<int> start_line();
  std::optional<int> line_number();

  util::JsonScan scan_;
  model::Progress& progress_;
  model::Progress& spare_;
  KnownTime& known_;
  std::string scratch_;
};

// Go writes an unset time as year 1; within these two centuries differences fit into 64 bits of
// nanoseconds.
bool MessageReader::time(std::optional<Time>& into) {
  constexpr Time earliest = std::chrono::sys_days{std::chrono::January / 1 / 1970};
  constexpr Time latest = std::chrono::sys_days{std::chrono::January / 1 / 2170};
  const std::string_view moment = text();
  into.reset();
  if (moment.empty()) {
    return true;
  }
  if (moment == known_.text) { // every report of a download repeats when it began
    into = known_.time;
    return true;
  }
  const auto time = util::parse_rfc3339(moment);
  if (time && *time >= earliest && *time < latest) {
    into = *time;
    known_.text = moment;
    known_.time = *time;
  }
  return true;
}

bool MessageReader::texts(std::vector<std::string>& into) {
  into.clear();
  if (!scan_.at_array()) {
    return false;
  }
  scan_.open_array();
  while (scan_.next_item()) {
    if (scan_.at_string()) {
      into.emplace_back(scan_.read_string(scratch_));
    } else {
      scan_.skip();
    }
  }
  return true;
}

bool MessageReader::vertex(model::Vertex& vertex) {
  each_key([&](std::string_view key) {
    if (key == "digest") {
      return text(vertex.digest);
    }
    if (key == "inputs") {
      return texts(vertex.inputs);
    }
    if (key == "name") {
      return text(vertex.name);
    }
    if (key == "started") {
      return time(vertex.started);
    }
    if (key == "completed") {
      return time(vertex.completed);
    }
    if (key == "cached") {
      vertex.cached = scan_.read_bool();
      return true;
    }
    return key == "error" && text(vertex.error);
  });
  return !vertex.digest.empty();
}

bool MessageReader::status(model::VertexStatus& status) {
  each_key([&](std::string_view key) {
    if (key == "id") {
      return text(status.id);
    }
    if (key == "vertex") {
      return text(status.vertex);
    }
    if (key == "name") {
      return text(status.name);
    }
    if (key == "current") {
      return count(status.current);
    }
    if (key == "total") {
      return count(status.total);
    }
    if (key == "started") {
      return time(status.started);
    }
    return key == "completed" && time(status.completed);
  });
  return !status.vertex.empty();
}

bool MessageReader::log(model::VertexLog& log) {
  each_key([&](std::string_view key) {
    if (key == "vertex") {
      return text(log.vertex);
    }
    if (key == "stream") {
      log.stream = scan_.read_count() == 2U ? 2 : 1;
      return true;
    }
    if (key == "data") {
      return bytes(log.data);
    }
    return key == "timestamp" && time(log.timestamp);
  });
  return !log.vertex.empty();
}

bool MessageReader::warning(model::VertexWarning& warning) {
  each_key([&](std::string_view key) {
    if (key == "vertex") {
      return text(warning.vertex);
    }
    if (key == "short") {
      return bytes(warning.text);
    }
    if (key == "url") {
      return text(warning.url);
    }
    if (key == "range") {
      return first_line(warning.line);
    }
    return key == "sourceInfo" && source_file(warning.file);
  });
  return !warning.text.empty();
}

bool MessageReader::source_file(std::string& into) {
  into.clear();
  if (!scan_.at_object()) {
    return false;
  }
  each_key([&](std::string_view key) { return key == "filename" && text(into); });
  return true;
}

// "range": [{"start": {"line": 4}, "end": {"line": 4}}]
bool MessageReader::first_line(std::optional<int>& into) {
  into.reset();
  if (!scan_.at_array()) {
    return false;
  }
  scan_.open_array();
  for (bool first = true; scan_.next_item(); first = false) {
    if (first && scan_.at_object()) {
      into = start_line();
    } else {
      scan_.skip();
    }
  }
  return true;
}

std::optional<int> MessageReader::start_line() {
  std::optional<int> line;
  each_key([&](std::string_view key) {
    if (key != "start") {
      return false;
    }
    line.reset();
    if (!scan_.at_object()) {
      return false;
    }
    line = line_number();
    return true;
  });
  return line;
}

std::optional<int> MessageReader::line_number() {
  constexpr std::uint64_t most = 10'000'000;
  std::optional<int> line;
  each_key([&](std::string_view key) {
    if (key != "line") {
      return false;
    }
    const auto number = scan_.read_count();
    const bool usable = number && *number > 0 && *number <= most;
    line = usable ? std::optional(static_cast<int>(*number)) : std::nullopt;
    return true;
  });
  return line;
}

} // namespace

Result<void> RawjsonReader::read_once(std::string_view line, model::Progress& progress) {
  MessageReader reader(line, progress, spare_, known_);
  if (reader.read()) {
    return {};
  }
  progress = {};
  return failed(Error::Kind::external,
                reader.too_deep() ? "nested too deeply for a progress message"
                                  : "not a JSON object");
}

Result<void> RawjsonReader::read(std::string_view line, model::Progress& progress) {
  auto done = read_once(line, progress);
  if (done) {
    return done;
  }
  // BuildKit writes valid UTF-8; a line that was damaged on its way may still tell most.
  const std::string repaired = util::to_valid_utf8(line);
  return repaired == line ? done : read_once(repaired, progress);
}

Result<model::Progress> parse_rawjson(std::string_view line) {
  model::Progress progress;
  auto done = RawjsonReader().read(line, progress);
  if (!done) {
    return tl::unexpected(std::move(done.error()));
  }
  return progress;
}

} // namespace tidegate::docker
