// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/status_stream.hpp"

#include "adapters/docker/wire_reader.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace tidegate::docker {
namespace {

// Numbers of the fields in control.proto and ops.proto of moby/buildkit.
namespace response {
enum : std::uint64_t { vertexes = 1, statuses = 2, logs = 3, warnings = 4 };
}

namespace vertex_field {
enum : std::uint64_t {
  digest = 1,
  inputs = 2,
  name = 3,
  cached = 4,
  started = 5,
  completed = 6,
  error = 7
};
}

namespace status_field {
enum : std::uint64_t {
  id = 1,
  vertex = 2,
  name = 3,
  current = 4,
  total = 5,
  started = 7,
  completed = 8
};
}

namespace log_field {
enum : std::uint64_t { vertex = 1, timestamp = 2, stream = 3, message = 4 };
}

namespace warning_field {
enum : std::uint64_t { vertex = 1, text = 3, url = 5, source = 6, ranges = 7 };
}

// google.protobuf.Timestamp. Go's unset time lies before 1970, which is a negative number here.
std::optional<Time> read_time(std::string_view message, bool& intact) {
  constexpr std::uint64_t latest_second = 6'311'433'599; // of 2169; keeps nanoseconds in 64 bits
  constexpr std::uint64_t latest_nano = 999'999'999;
  std::uint64_t seconds = 0;
  std::uint64_t nanos = 0;
  WireReader reader(message);
  while (const auto field = reader.next()) {
    (field->number == 1 ? seconds : nanos) = field->value;
  }
  intact = intact && !reader.damaged();
  if (seconds == 0 || seconds > latest_second || nanos > latest_nano) {
    return std::nullopt;
  }
  return Time{std::chrono::seconds{seconds} + std::chrono::nanoseconds{nanos}};
}

model::Vertex read_vertex(std::string_view message, bool& intact) {
  model::Vertex vertex;
  WireReader reader(message);
  while (const auto field = reader.next()) {
    switch (field->number) {
    case vertex_field::digest:
      vertex.digest = field->bytes;
      break;
    case vertex_field::inputs:
      vertex.inputs.emplace_back(field->bytes);
      break;
    case vertex_field::name:
      vertex.name = field->bytes;
      break;
    case vertex_field::cached:
      vertex.cached = field->value != 0;
      break;
    case vertex_field::started:
      vertex.started = read_time(field->bytes, intact);
      break;
    case vertex_field::completed:
      vertex.completed = read_time(field->bytes, intact);
      break;
    case vertex_field::error:
      vertex.error = field->bytes;
      break;
    default:
      break;
    }
  }
  intact = intact && !reader.damaged();
  return vertex;
}

model::VertexStatus read_status(std::string_view message, bool& intact) {
  model::VertexStatus status;
  WireReader reader(message);
  while (const auto field = reader.next()) {
    switch (field->number) {
    case status_field::id:
      status.id = field->bytes;
      break;
    case status_field::vertex:
      status.vertex = field->bytes;
      break;
    case status_field::name:
      status.name = field->bytes;
      break;
    case status_field::current:
      status.current = field->value;
      break;
    case status_field::total:
      status.total = field->value;
      break;
    case status_field::started:
      status.started = read_time(field->bytes, intact);
      break;
    case status_field::completed:
      status.completed = read_time(field->bytes, intact);
      break;
    default:
      break;
    }
  }
  intact = intact && !reader.damaged();
  return status;
}

model::VertexLog read_log(std::string_view message, bool& intact) {
  model::VertexLog log;
  WireReader reader(message);
  while (const auto field = reader.next()) {
    switch (field->number) {
    case log_field::vertex:
      log.vertex = field->bytes;
      break;
    case log_field::timestamp:
      log.timestamp = read_time(field->bytes, intact);
      break;
    case log_field::stream:
      log.stream = field->value == 2 ? 2 : 1;
      break;
    case log_field::message:
      log.data = field->bytes;
      break;
    default:
      break;
    }
  }
  intact = intact && !reader.damaged();
  return log;
}

// The bytes of the first field with that number; empty where there is none.
std::string_view first_bytes(std::string_view message, std::uint64_t number) {
  WireReader reader(message);
  while (const auto field = reader.next()) {
    if (field->number == number && field->is_bytes) {
      return field->bytes;
    }
  }
  return {};
}

// Range{start: Position{line: 4}}
std::optional<int> first_line(std::string_view range) {
  constexpr std::uint64_t max_line = 10'000'000;
  WireReader reader(first_bytes(range, 1));
  while (const auto field = reader.next()) {
    if (field->number == 1 && field->value > 0 && field->value <= max_line) {
      return static_cast<int>(field->value);
    }
  }
  return std::nullopt;
}

model::VertexWarning read_warning(std::string_view message, bool& intact) {
  model::VertexWarning warning;
  WireReader reader(message);
  while (const auto field = reader.next()) {
    switch (field->number) {
    case warning_field::vertex:
      warning.vertex = field->bytes;
      break;
    case warning_field::text:
      warning.text = field->bytes;
      break;
    case warning_field::url:
      warning.url = field->bytes;
      break;
    case warning_field::source:
      warning.file = first_bytes(field->bytes, 1);
      break;
    case warning_field::ranges:
      warning.line = warning.line ? warning.line : first_line(field->bytes);
      break;
    default:
      break;
    }
  }
  intact = intact && !reader.damaged();
  return warning;
}

// Entries without the one thing that says what they belong to are left out, as in parse_rawjson.
bool read_response(std::string_view message, model::Progress& progress) {
  bool intact = true;
  WireReader reader(message);
  while (const auto field = reader.next()) {
    switch (field->number) {
    case response::vertexes:
      progress.vertexes.push_back(read_vertex(field->bytes, intact));
      break;
    case response::statuses:
      progress.statuses.push_back(read_status(field->bytes, intact));
      break;
    case response::logs:
      progress.logs.push_back(read_log(field->bytes, intact));
      break;
    case response::warnings:
      progress.warnings.push_back(read_warning(field->bytes, intact));
      break;
    default:
      break;
    }
  }
  std::erase_if(progress.vertexes, [](const auto& vertex) { return vertex.digest.empty(); });
  std::erase_if(progress.statuses, [](const auto& status) { return status.vertex.empty(); });
  std::erase_if(progress.logs, [](const auto& log) { return log.vertex.empty(); });
  std::erase_if(progress.warnings, [](const auto& warning) { return warning.text.empty(); });
  return intact && !reader.damaged();
}

constexpr std::size_t header_bytes = 4;

std::uint32_t length_in(std::string_view header) {
  constexpr unsigned bits_of_a_byte = 8;
  std::uint32_t length = 0;
  for (std::size_t i = header_bytes; i > 0; --i) {
    length = (length << bits_of_a_byte) | static_cast<unsigned char>(header[i - 1]);
  }
  return length;
}

} // namespace

bool read_status_stream(std::string_view stream,
                        const std::function<void(const model::Progress&)>& sink) {
  bool intact = true;
  while (stream.size() >= header_bytes) {
    const std::size_t length = length_in(stream);
    stream.remove_prefix(header_bytes);
    const auto message = stream.substr(0, length);
    stream.remove_prefix(message.size());
    model::Progress progress;
    intact = read_response(message, progress) && message.size() == length && intact;
    sink(progress);
  }
  return intact && stream.empty();
}

} // namespace tidegate::docker
