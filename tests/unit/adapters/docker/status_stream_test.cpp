// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/rawjson.hpp"
#include "adapters/docker/status_stream.hpp"
#include "analysis/build_fold.hpp"
#include "support/history_data.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <vector>

using namespace tidegate;

namespace {

std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value > 127; value >>= 7U) {
    bytes += static_cast<char>((value & 127U) | 128U);
  }
  return bytes + static_cast<char>(value);
}

std::string number(std::uint64_t field, std::uint64_t value) {
  return varint(field << 3U) + varint(value);
}

std::string text(std::uint64_t field, const std::string& value) {
  return varint(field << 3U | 2U) + varint(value.size()) + value;
}

std::string time(std::uint64_t field, std::uint64_t seconds, std::uint64_t nanos = 0) {
  return text(field, number(1, seconds) + number(2, nanos));
}

std::string framed(const std::string& message) {
  std::string header;
  for (unsigned shift = 0; shift < 32; shift += 8) {
    header += static_cast<char>((message.size() >> shift) & 255U);
  }
  return header + message;
}

struct Reading {
  std::vector<model::Progress> messages;
  bool intact{false};
};

Reading read(const std::string& stream) {
  Reading reading;
  reading.intact = docker::read_status_stream(
      stream, [&](const model::Progress& progress) { reading.messages.push_back(progress); });
  return reading;
}

const std::string vertex = text(
    1,
    text(1, "sha256:aa") + text(2, "sha256:bb") + text(2, "sha256:cc") + text(3, "[1/2] FROM a")
        + number(4, 1) + time(5, 1'700'000'000, 5) + time(6, 1'700'000'001) + text(7, "no"));

} // namespace

TEST_CASE("a message of the status stream has vertexes, statuses, logs and warnings") {
  const std::string status = text(2,
                                  text(1, "transferring") + text(2, "sha256:aa") + number(4, 3000)
                                      + number(5, 4000) + time(7, 9));
  const std::string log =
      text(3, text(1, "sha256:aa") + time(2, 8) + number(3, 2) + text(4, "line\n"));
  const std::string warning =
      text(4,
           text(1, "sha256:aa") + text(3, "Casing") + text(5, "https://a")
               + text(6, text(1, "Dockerfile")) + text(7, text(1, number(1, 12))));
  const auto reading = read(framed(vertex + status + log + warning));
  CHECK(reading.intact);
  REQUIRE(reading.messages.size() == 1);
  const auto& message = reading.messages[0];
  REQUIRE(message.vertexes.size() == 1);
  CHECK(message.vertexes[0].digest == "sha256:aa");
  CHECK(message.vertexes[0].inputs == std::vector<std::string>{"sha256:bb", "sha256:cc"});
  CHECK(message.vertexes[0].name == "[1/2] FROM a");
  CHECK(message.vertexes[0].cached);
  CHECK(message.vertexes[0].started->time_since_epoch()
        == std::chrono::seconds(1'700'000'000) + std::chrono::nanoseconds(5));
  CHECK(message.vertexes[0].error == "no");
  REQUIRE(message.statuses.size() == 1);
  CHECK(message.statuses[0].current == 3000);
  CHECK(message.statuses[0].total == 4000);
  CHECK(message.statuses[0].started.has_value());
  REQUIRE(message.logs.size() == 1);
  CHECK(message.logs[0].stream == 2);
  CHECK(message.logs[0].data == "line\n");
  REQUIRE(message.warnings.size() == 1);
  CHECK(message.warnings[0].file == "Dockerfile");
  CHECK(message.warnings[0].line == 12);
}

TEST_CASE("the stream of a real build folds into the same steps as its rawjson") {
  analysis::BuildFold fold;
  CHECK(docker::read_status_stream(test::history_text("one.status"),
                                   [&](const model::Progress& progress) { fold.apply(progress); }));
  analysis::BuildFold expected;
  std::ifstream lines(test::history_path("logs.rawjson"));
  for (std::string line; std::getline(lines, line);) {
    const auto progress = docker::parse_rawjson(line);
    REQUIRE(progress.has_value());
    expected.apply(*progress);
  }
  CHECK(fold.steps().size() == 14);
  CHECK(fold.steps() == expected.steps());
  CHECK(fold.image_digest() == expected.image_digest());
}

TEST_CASE("a stream that is cut off gives what came before") {
  const std::string whole = framed(vertex) + framed(vertex);
  const auto half = read(whole.substr(0, whole.size() - 3));
  CHECK_FALSE(half.intact);
  REQUIRE(half.messages.size() == 2);
  CHECK(half.messages[0].vertexes.size() == 1);
  CHECK_FALSE(read(whole + "x").intact);
  CHECK(read(whole).intact);
  CHECK(read("").intact);
}

TEST_CASE("hostile lengths, groups and endless numbers end the message and nothing else") {
  CHECK_FALSE(read(framed(std::string("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"))).intact);
  CHECK_FALSE(read(framed(std::string(20, '\xff'))).intact);
  CHECK_FALSE(read(framed("\x0b")).intact);
  const auto after = read(framed("\x0b") + framed(vertex));
  CHECK_FALSE(after.intact);
  REQUIRE(after.messages.size() == 2);
  CHECK(after.messages[1].vertexes.size() == 1);
}

TEST_CASE("unset and impossible times are absent") {
  const auto with_time = [](const std::string& bytes) {
    return read(framed(text(1, text(1, "sha256:aa") + bytes))).messages[0].vertexes[0].started;
  };
  CHECK_FALSE(with_time(time(5, 0)).has_value());
  CHECK_FALSE(with_time(time(5, ~std::uint64_t{0})).has_value()); // before 1970
  CHECK_FALSE(with_time(time(5, 5, 1'000'000'000)).has_value());
  CHECK(with_time(time(5, 5, 999'999'999)).has_value());
}

TEST_CASE("entries that belong to nothing are left out") {
  const auto reading =
      read(framed(text(1, "") + text(2, text(1, "x")) + text(3, "") + text(4, "")));
  CHECK(reading.intact);
  REQUIRE(reading.messages.size() == 1);
  CHECK(reading.messages[0].vertexes.empty());
  CHECK(reading.messages[0].statuses.empty());
  CHECK(reading.messages[0].logs.empty());
  CHECK(reading.messages[0].warnings.empty());
}
