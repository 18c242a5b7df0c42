// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/input_file.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <fstream>

namespace tidegate::posix {

TEST_CASE("a file without end is larger than any limit") {
  const auto file = InputFile::open("/dev/zero");
  REQUIRE(file);
  const auto text = file->all(1000);
  REQUIRE_FALSE(text);
  CHECK(text.error().kind == Error::Kind::usage);
  CHECK(text.error().message == "/dev/zero: larger than 1000 bytes");
}

TEST_CASE("a stream without end is read up to the limit, and an error says so") {
  const auto file = InputFile::open("/dev/zero");
  REQUIRE(file);
  std::size_t bytes = 0;
  const auto done =
      file->each_chunk([&](std::string_view chunk) { bytes += chunk.size(); }, 1'000'000);
  REQUIRE_FALSE(done);
  CHECK(bytes > 900'000);
  CHECK(bytes <= 1'000'000);
  CHECK(done.error().message == "/dev/zero: larger than 1000000 bytes; the rest is not read");
  CHECK(done.error().hint == "give it in parts");
}

TEST_CASE("a file of exactly the limit is read whole") {
  const test::TempDir temp;
  const std::string path = temp.path() / "text";
  std::ofstream(path) << std::string(100'000, 'x');
  CHECK(InputFile::open(path)->all(100'000).value().size() == 100'000);
  CHECK_FALSE(InputFile::open(path)->all(99'999));
}

} // namespace tidegate::posix
