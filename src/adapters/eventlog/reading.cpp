// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/event_log.hpp"
#include "adapters/eventlog/files.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>

namespace tidegate::eventlog {
namespace {

constexpr std::size_t chunk_bytes = 65536;
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

// Cuts one file into lines and knows where each begins.
class LineReader {
public:
  using Sink = std::function<void(const EventLog::Line&)>;

  LineReader(std::filesystem::path name, std::uint64_t offset)
      : name_(std::move(name)),
        begin_(offset) {}

  void feed(std::string_view chunk, const Sink& sink) {
    for (std::size_t end = chunk.find('\n'); end != std::string_view::npos;
         end = chunk.find('\n')) {
      take(chunk.substr(0, end));
      const std::uint64_t next = begin_ + length_ + 1;
      sink({name_, begin_, ++number_, text_, next});
      begin_ = next;
      length_ = 0;
      text_.clear();
      chunk.remove_prefix(end + 1);
    }
    take(chunk);
  }

private:
  void take(std::string_view part) {
    length_ += part.size();
    text_ += part.substr(0, longest_line - text_.size());
  }

  std::filesystem::path name_;
  std::uint64_t begin_;
  std::uint64_t length_{0};
  int number_{0};
  std::string text_;
};

// A position that is not the beginning of a line belongs to a file that has been replaced since.
Result<std::uint64_t>
checked_offset(const Descriptor& log, const std::filesystem::path& path, std::uint64_t offset) {
  if (offset == 0) {
    return 0;
  }
  std::string before(1, '\0');
  const auto read = read_at(log, offset - 1, before, path);
  if (!read) {
    return tl::unexpected(read.error());
  }
  return *read == "\n" ? offset : 0;
}

Result<void>
read_file(const std::filesystem::path& path, std::uint64_t offset, const LineReader::Sink& sink) {
  const auto log = open_regular(path, O_RDONLY);
  if (!log) {
    return tl::unexpected(log.error());
  }
  const auto begin = checked_offset(*log, path, offset);
  if (!begin) {
    return tl::unexpected(begin.error());
  }
  LineReader lines(path.filename(), *begin);
  std::string buffer(chunk_bytes, '\0');
  for (std::uint64_t at = *begin;;) {
    const auto chunk = read_at(*log, at, buffer, path);
    if (!chunk) {
      return tl::unexpected(chunk.error());
    }
    if (chunk->empty()) {
      return {};
    }
    lines.feed(*chunk, sink);
    at += chunk->size();
  }
}

} // namespace

Result<void>
EventLog::read(const std::function<std::uint64_t(const std::filesystem::path&)>& offset_of,
               const std::function<void(const Line&)>& sink) const {
  const auto names = log_names(folder_, layout_);
  if (!names) {
    return tl::unexpected(names.error());
  }
  for (const std::string& name : *names) {
    if (auto done = read_file(folder_ / name, offset_of(name), sink); !done) {
      return done;
    }
  }
  return {};
}

} // namespace tidegate::eventlog
