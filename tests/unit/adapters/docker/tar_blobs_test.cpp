// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/tar_blobs.hpp"
#include "adapters/posix/input_file.hpp"
#include "support/temp_dir.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace tidegate;

namespace {

std::string header_of(const std::string& name, std::size_t bytes, char type) {
  std::string header(512, '\0');
  header.replace(0, name.size(), name);
  header.replace(100, 7, "0000644");
  std::string size = "00000000000";
  std::size_t rest = bytes;
  for (std::size_t i = size.size(); i > 0; --i, rest /= 8) {
    size[i - 1] = static_cast<char>('0' + rest % 8);
  }
  header.replace(124, 11, size);
  header[156] = type;
  header.replace(257, 5, "ustar");
  unsigned sum = 8 * ' ';
  for (const char c : header) {
    sum += static_cast<unsigned char>(c);
  }
  std::string checksum = "000000";
  for (std::size_t i = checksum.size(); i > 0; --i, sum /= 8) {
    checksum[i - 1] = static_cast<char>('0' + sum % 8);
  }
  header.replace(148, 6, checksum);
  header.replace(154, 2, std::string("\0 ", 2));
  return header;
}

// One member of a tar archive.
std::string member(const std::string& name, const std::string& content, char type = '0') {
  std::string body = content;
  body.resize((content.size() + 511) / 512 * 512, '\0');
  return header_of(name, content.size(), type) + body;
}

docker::TarBlobs read(const std::string& members) {
  const test::TempDir folder;
  const auto path = (folder.path() / "x.tar").string();
  std::ofstream(path, std::ios::binary) << members << std::string(1024, '\0');
  const auto file = posix::InputFile::open(path);
  REQUIRE(file.has_value());
  auto blobs = docker::read_tar_blobs(file->descriptor());
  REQUIRE(blobs.has_value());
  return std::move(*blobs);
}

constexpr auto hash_of_braces = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

} // namespace

TEST_CASE("blobs are kept under their digest when that is what they are") {
  const auto blobs = read(member("index.json", "[]")
                          + member(std::string("blobs/sha256/") + hash_of_braces, "{}"));
  CHECK(blobs.files.size() == 2);
  CHECK(blobs.files.at("index.json") == "[]");
  CHECK(blobs.files.at(std::string("sha256:") + hash_of_braces) == "{}");
  CHECK(blobs.damaged == 0);
}

TEST_CASE("a blob that is not what its name says is left out and counted") {
  const auto blobs = read(member(std::string("blobs/sha256/") + hash_of_braces, "{ }"));
  CHECK(blobs.files.empty());
  CHECK(blobs.damaged == 1);
}

TEST_CASE("links, folders and files with other names are passed over") {
  const auto blobs = read(member("../../etc/passwd", "x") + member("/index.json", "y")
                          + member("blobs/sha256/", "", '5') + member("index.json", "", '2'));
  CHECK(blobs.files.empty());
}

TEST_CASE("an archive that unpacks to more than 2 GiB is read that far, and says so") {
  const test::TempDir folder;
  const auto path = (folder.path() / "x.tar").string();
  constexpr std::size_t bytes = std::size_t{3} << 30U; // a hole: no disk is needed
  {
    std::ofstream file(path, std::ios::binary);
    file << member("index.json", "[]") << header_of("large", bytes, '0');
    file.seekp(static_cast<std::streamoff>(bytes), std::ios::cur);
    file << member(std::string("blobs/sha256/") + hash_of_braces, "{}") << std::string(1024, '\0');
  }
  const auto file = posix::InputFile::open(path);
  const auto blobs = docker::read_tar_blobs(file->descriptor());
  REQUIRE(blobs);
  CHECK(blobs->cut);
  CHECK(blobs->files.size() == 1);
  CHECK_FALSE(read(member("index.json", "[]")).cut);
}
