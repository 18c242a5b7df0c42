// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/tail.hpp"

#include "util/id.hpp"

#include <algorithm>
#include <fcntl.h>
#include <fmt/format.h>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

namespace tidegate::eventlog {
namespace {

constexpr std::size_t chunk_bytes = 65536;

// Tells a whole JSON object from a piece of one without a parser: no proper beginning of an object
// has all its brackets closed. Bytes that JSON forbids (zeros after a crash of the machine) count
// as torn.
class ObjectScanner {
public:
  void feed(std::string_view text) {
    for (const char c : text) {
      take(c);
    }
  }

  [[nodiscard]] bool whole() const { return closed_ && !broken_; }

private:
  void take(char c) {
    broken_ = broken_ || closed_ || (!begun_ && c != '{') || static_cast<unsigned char>(c) < 0x20;
    begun_ = true;
    if (in_string_) {
      in_string_ = escaped_ || c != '"';
      escaped_ = !escaped_ && c == '\\';
      return;
    }
    in_string_ = c == '"';
    if (c == '{' || c == '[') {
      ++depth_;
    } else if (c == '}' || c == ']') {
      --depth_;
      closed_ = depth_ == 0;
    }
  }

  std::int64_t depth_{0};
  bool begun_{false};
  bool in_string_{false};
  bool escaped_{false};
  bool closed_{false};
  bool broken_{false};
};

struct Range {
  std::uint64_t begin{0};
  std::uint64_t end{0};
};

// Hands over the bytes of the range in order.
Result<void> for_each_chunk(const Descriptor& log,
                            const std::filesystem::path& path,
                            Range range,
                            const std::function<Result<void>(std::string_view)>& use) {
  std::string buffer;
  while (range.begin < range.end) {
    buffer.resize(std::min<std::uint64_t>(chunk_bytes, range.end - range.begin));
    const auto chunk = read_at(log, range.begin, buffer, path);
    if (!chunk || chunk->empty()) {
      return chunk ? Result<void>{} : tl::unexpected(chunk.error());
    }
    if (auto used = use(*chunk); !used) {
      return used;
    }
    range.begin += chunk->size();
  }
  return {};
}

// The byte after the last newline before `end`.
Result<std::uint64_t>
last_line_begin(const Descriptor& log, const std::filesystem::path& path, std::uint64_t end) {
  std::string buffer;
  while (end > 0) {
    buffer.resize(std::min<std::uint64_t>(chunk_bytes, end));
    const std::uint64_t begin = end - buffer.size();
    const auto chunk = read_at(log, begin, buffer, path);
    if (!chunk) {
      return tl::unexpected(chunk.error());
    }
    if (const std::size_t newline = chunk->rfind('\n'); newline != std::string_view::npos) {
      return begin + newline + 1;
    }
    end = begin;
  }
  return 0;
}

// Copies the range to a new file of `torn/`; gives its path.
Result<std::filesystem::path>
keep_torn(const Descriptor& log, const std::filesystem::path& path, Range range, Time now) {
  const std::filesystem::path folder = path.parent_path() / "torn";
  const std::string name = fmt::format("{}.{}", path.filename().string(), util::new_ulid(now));
  if (mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) {
    return system_failure("create folder", folder);
  }
  const Descriptor opened(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  const Descriptor torn(opened.valid()
                            ? openat(opened.number(),
                                     name.c_str(),
                                     O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                                     0644)
                            : -1);
  if (!torn.valid()) {
    return system_failure("create a file in", folder);
  }
  auto copied = for_each_chunk(log, path, range, [&](std::string_view chunk) {
    return write_all(torn, chunk, folder / name);
  });
  if (copied && (fsync(torn.number()) != 0 || fsync(opened.number()) != 0)) {
    copied = system_failure("sync", folder / name);
  }
  if (!copied) {
    unlinkat(opened.number(), name.c_str(), 0); // the log still has it
    return tl::unexpected(copied.error());
  }
  return folder / name;
}

Result<bool> is_whole(const Descriptor& log, const std::filesystem::path& path, Range range) {
  ObjectScanner scanner;
  const auto scanned = for_each_chunk(log, path, range, [&scanner](std::string_view chunk) {
    scanner.feed(chunk);
    return Result<void>{};
  });
  if (!scanned) {
    return tl::unexpected(scanned.error());
  }
  return scanner.whole();
}

} // namespace

Result<Tail> mend_tail(const Descriptor& log, const std::filesystem::path& path, Time now) {
  const auto size = size_of(log, path);
  const auto begin = size ? last_line_begin(log, path, *size) : size;
  if (!begin) {
    return tl::unexpected(begin.error());
  }
  if (*begin == *size) {
    return Tail{*size, false, {}};
  }
  const Range last{*begin, *size};
  const auto whole = is_whole(log, path, last);
  if (!whole) {
    return tl::unexpected(whole.error());
  }
  if (*whole) {
    return Tail{
        *size, true, fmt::format("{}: the last line lacked its newline; added", path.string())};
  }
  const auto torn = keep_torn(log, path, last, now);
  if (!torn) {
    return tl::unexpected(torn.error());
  }
  if (ftruncate(log.number(), static_cast<off_t>(last.begin)) != 0) {
    return system_failure("cut the torn last line off", path);
  }
  return Tail{last.begin,
              false,
              fmt::format("{}: a torn last line of {} bytes (an earlier crash) was moved to {}",
                          path.string(),
                          last.end - last.begin,
                          torn->string())};
}

} // namespace tidegate::eventlog
