// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/segment_files.hpp"

#include "adapters/eventlog/files.hpp"
#include "adapters/eventlog/segment.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace tidegate::eventlog {
namespace {

namespace fs = std::filesystem;

using Kind = fs::file_type;

Kind kind_of(const fs::path& path) {
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type();
}

// One folder: its files to `files`, its folders to `open`, both as paths below the top.
Result<void> read_folder(const fs::path& top,
                         const std::string& folder,
                         std::vector<std::string>& open,
                         std::vector<std::string>& files) {
  std::error_code error;
  fs::directory_iterator entry(top / folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::string path = folder + "/" + entry->path().filename().string();
    std::error_code unknown;
    const Kind kind = entry->symlink_status(unknown).type();
    if (kind == Kind::directory && is_segment_folder(path)) {
      open.push_back(std::move(path));
    } else if (kind == Kind::regular && is_segment_path(path)) {
      files.push_back(std::move(path));
    }
  }
  if (error) {
    return failed(
        Error::Kind::external,
        fmt::format("cannot read folder {}: {}", (top / folder).string(), error.message()));
  }
  return {};
}

} // namespace

Result<std::vector<std::string>> SegmentFiles::list() const {
  std::vector<std::string> files;
  // A link could come from a checked-out repository and lead anywhere.
  if (kind_of(folder_) != Kind::directory || kind_of(folder_ / "events") != Kind::directory) {
    return files;
  }
  std::vector<std::string> open{"events"};
  while (!open.empty()) {
    const std::string folder = std::move(open.back());
    open.pop_back();
    if (auto done = read_folder(folder_, folder, open, files); !done) {
      return tl::unexpected(done.error());
    }
  }
  std::ranges::sort(files);
  return files;
}

Result<std::string> SegmentFiles::read(const std::string& path) const {
  auto content = read_whole(folder_ / path, largest_segment);
  if (content && !has_name(*content, path)) {
    return failed(
        Error::Kind::external,
        fmt::format("{}: the content is not what the name promises", (folder_ / path).string()),
        "remove the file and fetch again: tidegate events fetch");
  }
  return content;
}

Result<void> SegmentFiles::keep(const std::string& path, std::string_view content) {
  const fs::path file = folder_ / path;
  if (auto made = make_real_folders(folder_, fs::path(path).parent_path()); !made) {
    return made;
  }
  return write_whole(file, content, Durable::no);
}

void SegmentFiles::drop(const std::string& path) {
  std::error_code ignored;
  if (is_segment_path(path)) {
    fs::remove(folder_ / path, ignored);
  }
}

std::uint64_t SegmentFiles::revision() const {
  constexpr std::size_t longest = 4096;
  const auto text = read_whole(revision_file(), longest);
  if (!text || text->empty()) {
    return 0;
  }
  constexpr std::size_t digits = 15; // SQLite's integers have 63 bits
  const std::string hash = short_hash(*text, digits);
  std::uint64_t number = 0;
  std::from_chars(hash.data(), hash.data() + hash.size(), number, 16);
  return number;
}

Result<void> SegmentFiles::begin_change() {
  if (auto made = make_real_folders(folder_, {}); !made) {
    return made;
  }
  if (unlink(revision_file().c_str()) != 0 && errno != ENOENT) {
    return system_failure("remove", revision_file());
  }
  return {};
}

Result<void> SegmentFiles::end_change(const std::string& revision) {
  return write_whole(revision_file(), revision + "\n", Durable::no);
}

} // namespace tidegate::eventlog
