// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/event_log.hpp"
#include "adapters/eventlog/files.hpp"
#include "adapters/eventlog/segment.hpp"
#include "util/lines.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>

namespace tidegate::eventlog {
namespace {

constexpr std::size_t chunk_bytes = 262144;              // stays in the cache of the processor
constexpr std::size_t longest_line = 64UL * 1024 * 1024; // the rest of a longer one is dropped

bool is_log_name(const std::string& name, model::EventLayout layout) {
  if (layout == model::EventLayout::chora) {
    constexpr std::array<std::string_view, 3> names{
        "ci_cd.jsonl", "deployments.jsonl", "docker.jsonl"};
    return std::ranges::find(names, name) != names.end();
  }
  constexpr std::string_view pattern = "0000-00.jsonl";
  return std::ranges::equal(name, pattern, [](char c, char wanted) {
    return wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
  });
}

Result<std::vector<std::string>> log_names(const std::filesystem::path& folder,
                                           model::EventLayout layout) {
  std::vector<std::string> names;
  std::error_code error;
  std::filesystem::directory_iterator entry(folder, error);
  if (error == std::errc::no_such_file_or_directory) {
    return names;
  }
  for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
    std::error_code unknown;
    const bool regular =
        entry->symlink_status(unknown).type() == std::filesystem::file_type::regular;
    std::string name = entry->path().filename().string();
    if (regular && is_log_name(name, layout)) {
      names.push_back(std::move(name));
    }
  }
  if (error) {
    return failed(Error::Kind::external,
                  fmt::format("cannot read folder {}: {}", folder.string(), error.message()));
  }
  std::ranges::sort(names);
  return names;
}

// Cuts one file into blocks of whole lines and knows where each begins.
class BlockReader {
public:
  using Sink = std::function<void(const EventLog::Block&)>;

  BlockReader(std::filesystem::path name, std::uint64_t offset)
      : name_(std::move(name)),
        begin_(offset) {}

  void feed(std::string_view chunk, const Sink& sink) {
    if (length_ > 0) {
      const std::size_t end = chunk.find('\n');
      take(chunk.substr(0, end));
      if (end == std::string_view::npos) {
        return;
      }
      text_ += '\n';
      hand_over(text_, length_ + 1, sink);
      length_ = 0;
      text_.clear();
      chunk.remove_prefix(end + 1);
    }
    const std::string_view whole = chunk.substr(0, chunk.rfind('\n') + 1); // npos + 1 is 0
    if (!whole.empty()) {
      hand_over(whole, whole.size(), sink);
    }
    take(chunk.substr(whole.size()));
  }

  [[nodiscard]] std::uint64_t begin_of_next() const { return begin_; }

private:
  void hand_over(std::string_view text, std::uint64_t length, const Sink& sink) {
    const std::uint64_t next = begin_ + length;
    sink({name_, begin_, text, next});
    begin_ = next;
  }

  void take(std::string_view part) {
    length_ += part.size();
    text_ += part.substr(0, longest_line - text_.size());
  }

  std::filesystem::path name_;
  std::uint64_t begin_;
  std::uint64_t length_{0}; // of a line whose end was not there yet, and what is kept of it
  std::string text_;
};

// The mark of the line that ends at `end`; 0 where none does.
Result<std::uint64_t>
mark_before(const Descriptor& log, const std::filesystem::path& path, std::uint64_t end) {
  std::string buffer;
  constexpr std::uint64_t usual_line = 65536;
  for (std::uint64_t size = usual_line; size <= 2 * longest_line; size *= 2) {
    buffer.resize(std::min(size, end));
    const auto read = read_at(log, end - buffer.size(), buffer, path);
    if (!read) {
      return tl::unexpected(read.error());
    }
    if (read->size() < buffer.size() || !read->ends_with('\n')) {
      return 0;
    }
    const std::string_view line = read->substr(0, read->size() - 1);
    const auto before = line.rfind('\n');
    if (before != std::string_view::npos || read->size() == end) {
      return EventLog::mark_of(line.substr(before == std::string_view::npos ? 0 : before + 1));
    }
  }
  return 0;
}

// A position with another line in front of it belongs to a file that has been replaced since.
Result<std::uint64_t> checked_offset(const Descriptor& log,
                                     const std::filesystem::path& path,
                                     EventLog::Position position) {
  if (position.offset == 0) {
    return 0;
  }
  const auto mark = mark_before(log, path, position.offset);
  if (!mark) {
    return tl::unexpected(mark.error());
  }
  return *mark == position.mark ? position.offset : 0;
}

// Where it ended: behind the last whole line.
Result<EventLog::Position> read_file(const std::filesystem::path& path,
                                     EventLog::Position position,
                                     const BlockReader::Sink& sink) {
  const auto log = open_regular(path, O_RDONLY);
  if (!log) {
    return tl::unexpected(log.error());
  }
  const auto begin = checked_offset(*log, path, position);
  if (!begin) {
    return tl::unexpected(begin.error());
  }
  BlockReader lines(path.filename(), *begin);
  std::string buffer(chunk_bytes, '\0');
  for (std::uint64_t at = *begin;;) {
    const auto chunk = read_at(*log, at, buffer, path);
    if (!chunk) {
      return tl::unexpected(chunk.error());
    }
    if (chunk->empty()) {
      break;
    }
    lines.feed(*chunk, sink);
    at += chunk->size();
  }
  const std::uint64_t end = lines.begin_of_next();
  const bool anew = *begin != position.offset;
  if (end == position.offset && !anew) {
    return position;
  }
  const auto mark = end == 0 ? Result<std::uint64_t>(0) : mark_before(*log, path, end);
  return mark ? Result<EventLog::Position>({.offset = end, .mark = *mark, .anew = anew})
              : tl::unexpected(mark.error());
}

} // namespace

std::uint64_t EventLog::mark_of(std::string_view line) {
  constexpr std::size_t digits = 15;
  const std::string hash = short_hash(line, digits);
  std::uint64_t mark = 0;
  std::from_chars(hash.data(), hash.data() + hash.size(), mark, 16);
  return std::max<std::uint64_t>(mark, 1);
}

Result<EventLog::Positions> EventLog::read(const PositionOf& position_of,
                                           const std::function<void(const Line&)>& sink) const {
  int number = 0;
  const auto begin_file = [&](const std::filesystem::path& file) {
    number = 0;
    return position_of(file);
  };
  return read_blocks(begin_file, [&](const Block& block) {
    std::uint64_t offset = block.offset;
    util::each_line(block.text, [&](std::string_view line) {
      const bool last = line.end() + 1 == block.text.end();
      const std::uint64_t next = last ? block.next : offset + line.size() + 1;
      sink({block.file, offset, ++number, line, next});
      offset = next;
    });
  });
}

Result<EventLog::Positions>
EventLog::read_blocks(const PositionOf& position_of,
                      const std::function<void(const Block&)>& sink) const {
  const auto names = log_names(folder_, layout_);
  if (!names) {
    return tl::unexpected(names.error());
  }
  Positions positions;
  for (const std::string& name : *names) {
    const auto end = read_file(folder_ / name, position_of(name), sink);
    if (!end) {
      return tl::unexpected(end.error());
    }
    positions[name] = *end;
  }
  return positions;
}

} // namespace tidegate::eventlog
