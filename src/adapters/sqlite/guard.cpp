// SPDX-License-Identifier: Apache-2.0
#include "adapters/sqlite/guard.hpp"

#include "adapters/sqlite/migrate.hpp"

#include <array>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>

namespace tidegate::sqlite {
namespace {

namespace fs = std::filesystem;

// https://www.sqlite.org/fileformat2.html, the database header
constexpr std::size_t header_size = 100;
constexpr std::size_t application_offset = 68; // big-endian, four bytes
constexpr std::string_view magic{"SQLite format 3\0", 16};

constexpr std::string_view default_name = "history.db";

// A name of another file stands at the end of a journal, with these bytes behind it.
constexpr std::string_view journal_magic{"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8};

// At most `size` bytes from `offset`; fewer where the file ends before.
std::string bytes_at(int descriptor, off_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  const ssize_t got = pread(descriptor, bytes.data(), size, offset);
  bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return bytes;
}

std::int64_t application_of(std::string_view header) {
  std::int64_t number = 0;
  for (const char byte : header.substr(application_offset, 4)) {
    number = number * 256 + static_cast<unsigned char>(byte);
  }
  return number;
}

bool names_another_file(const fs::path& journal) {
  const int descriptor =
      open(journal.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC); // may be missing
  if (descriptor < 0) {
    return false;
  }
  struct stat facts{};
  const auto size = static_cast<off_t>(journal_magic.size());
  const bool named =
      fstat(descriptor, &facts) == 0 && facts.st_size >= size
      && bytes_at(descriptor, facts.st_size - size, journal_magic.size()) == journal_magic;
  close(descriptor);
  return named;
}

Result<void> check_kind(const fs::path& file) {
  struct stat facts{};
  if (lstat(file.c_str(), &facts) != 0 || S_ISREG(facts.st_mode)) {
    return {};
  }
  const bool link = S_ISLNK(facts.st_mode);
  return failed(Error::Kind::external,
                fmt::format("history {} is {}",
                            file.string(),
                            link ? "a symbolic link, which is not followed" : "not a regular file"),
                link ? "remove it, or name the file itself with `store:` or --store"
                     : "name another file with `store:` or --store");
}

} // namespace

Result<void> check_place(const fs::path& file) {
  for (const std::string_view suffix : {"", "-journal", "-wal", "-shm"}) {
    if (auto plain = check_kind(file.string() + std::string(suffix)); !plain) {
      return plain;
    }
  }
  struct stat facts{};
  if (lstat(file.c_str(), &facts) == 0 && facts.st_size == 1 && file.filename() != default_name) {
    return tl::unexpected(no_history(file));
  }
  const std::string journal = file.string() + "-journal";
  if (names_another_file(journal)) {
    return failed(Error::Kind::external,
                  fmt::format("{} is no journal of tidegate's: it names another file", journal),
                  "remove it, and look where it came from");
  }
  return {};
}

Error no_history(const fs::path& file) {
  return {Error::Kind::external,
          fmt::format("{} is no history of tidegate", file.string()),
          "name another file with `store:` or --store; if it was one and is damaged, remove it: "
          "tidegate history rebuild makes it again from the event log"};
}

bool is_history(int descriptor, const fs::path& file) {
  const std::string header = bytes_at(descriptor, 0, header_size);
  if (header.size() == header_size && header.starts_with(magic)) {
    return application_of(header) == application_id;
  }
  return file.filename() == default_name;
}

} // namespace tidegate::sqlite
