// SPDX-License-Identifier: Apache-2.0
#include "adapters/eventlog/spool.hpp"

#include "adapters/eventlog/files.hpp"
#include "adapters/eventlog/lock.hpp"
#include "adapters/eventlog/spool_cursor.hpp"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <map>
#include <system_error>
#include <unistd.h>

namespace tidegate::eventlog {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view draft_mark = ".new";

Result<std::vector<std::string>> names_in(const fs::path& folder,
                                          const std::function<bool(const std::string&)>& wanted) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  if (error == std::errc::no_such_file_or_directory) {
    return names;
  }
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    std::error_code unknown;
    std::string name = entry->path().filename().string();
    if (entry->symlink_status(unknown).type() == fs::file_type::regular && wanted(name)) {
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

bool is_draft(const std::string& name) {
  return name.ends_with(draft_mark)
         && is_segment_name(std::string_view(name).substr(0, name.size() - draft_mark.size()));
}

// What write_whole was killed in.
bool is_rest(const std::string& name) {
  return name.starts_with('.')
         && (name.starts_with(".cursor.") || name.find(draft_mark) != std::string::npos);
}

// Ends the cut that an earlier process was killed in, or takes it back. The caller holds the lock.
Result<void> finish_cut(const fs::path& folder, const SpoolCursor& cursor) {
  const auto rests = names_in(folder, is_rest);
  const auto drafts = names_in(folder, is_draft);
  if (!drafts || !rests) {
    return tl::unexpected(drafts ? rests.error() : drafts.error());
  }
  for (const std::string& rest : *rests) {
    unlink((folder / rest).c_str());
  }
  for (const std::string& draft : *drafts) {
    const std::string name = draft.substr(0, draft.size() - draft_mark.size());
    const int done = cursor.segments.contains(name)
                         ? std::rename((folder / draft).c_str(), (folder / name).c_str())
                         : unlink((folder / draft).c_str());
    if (done != 0) {
      return system_failure("rename", folder / draft);
    }
  }
  return drafts->empty() ? Result<void>{} : sync_folder(folder);
}

// Gathers lines by day and writes them as drafts.
class Cutter {
public:
  explicit Cutter(fs::path folder)
      : folder_(std::move(folder)) {}

  Result<void> add(const std::string& day, std::string_view line) {
    std::string& text = days_[day];
    Result<void> done;
    if (!text.empty() && text.size() + line.size() >= usual_segment) {
      done = write(text);
    }
    text.append(line).append("\n");
    held_ += line.size() + 1;
    constexpr std::size_t most_held = 32U << 20U;
    return done && held_ > most_held ? finish() : done;
  }

  Result<void> finish() {
    for (auto& [day, text] : days_) {
      if (auto done = write(text); !done) {
        return done;
      }
    }
    days_.clear();
    return {};
  }

  [[nodiscard]] const std::set<std::string>& names() const { return names_; }

private:
  Result<void> write(std::string& text) {
    held_ -= text.size();
    auto segment = make_segment(std::exchange(text, {}));
    if (!segment) {
      return tl::unexpected(segment.error());
    }
    names_.insert(segment->name);
    return write_whole(
        folder_ / (segment->name + std::string(draft_mark)), segment->content, Durable::yes);
  }

  fs::path folder_;
  std::map<std::string, std::string> days_;
  std::set<std::string> names_;
  std::size_t held_{0};
};

// The positions of one log in a cursor.
class LogPositions {
public:
  LogPositions(const EventLog& log, SpoolCursor& cursor)
      : cursor_(cursor),
        before_(cursor.positions) {
    std::error_code unknown;
    folder_ = fs::absolute(log.folder(), unknown).lexically_normal();
    new_log_ = !before_.empty() && std::ranges::none_of(before_, [this](const auto& entry) {
      return fs::path(entry.first).parent_path() == fs::path(path_of("")).parent_path();
    });
  }

  [[nodiscard]] EventLog::Position before(const fs::path& file) const {
    const auto found = before_.find(path_of(file));
    return found == before_.end() ? EventLog::Position{} : found->second;
  }

  void pass(const EventLog::Line& line) {
    // The file was replaced by another one, or is of another log: of that, nobody knows.
    cursor_.unsure =
        cursor_.unsure || new_log_ || (line.offset == 0 && before(line.file).offset > 0);
  }

  void keep(const EventLog::Positions& positions) {
    for (const auto& [file, position] : positions) {
      if (position.offset > 0) {
        cursor_.positions[path_of(file)] = position;
      }
    }
  }

private:
  [[nodiscard]] std::string path_of(const fs::path& file) const { return folder_ / file; }

  SpoolCursor& cursor_;
  std::map<std::string, EventLog::Position> before_;
  fs::path folder_;
  bool new_log_{false};
};

// What the log has beyond the cursor, which goes along.
Result<void> gather(const EventLog& log, SpoolCursor& cursor, Cutter& cutter, Spool::Cut& cut) {
  Result<void> done;
  LogPositions positions(log, cursor);
  const auto position = [&](const fs::path& file) { return positions.before(file); };
  const auto read = log.read(position, [&](const EventLog::Line& line) {
    positions.pass(line);
    if (const auto mark = mark_of_event(line.text); mark) {
      ++cut.events;
      done = done ? cutter.add(mark->day, line.text) : done;
    } else {
      cut.damage.push_back(
          fmt::format("{}: byte {}: {}", line.file.string(), line.offset, mark.error().message));
    }
  });
  if (!read) {
    return tl::unexpected(read.error());
  }
  positions.keep(*read);
  done = done ? cutter.finish() : done;
  if (!cutter.names().empty()) {
    cursor.segments = cutter.names();
  }
  return done;
}

} // namespace

Spool::Spool(fs::path folder, std::chrono::milliseconds lock_limit)
    : folder_(std::move(folder)),
      lock_limit_(lock_limit) {}

Result<Spool::Cut> Spool::cut(const EventLog& log) {
  if (const auto made = make_real_folders(folder_, {}); !made) {
    return tl::unexpected(made.error());
  }
  const auto lock = open_locked(folder_ / "lock", O_RDWR | O_CREAT, lock_limit_);
  if (!lock) {
    return tl::unexpected(lock.error());
  }
  SpoolCursor cursor = read_cursor(folder_);
  if (auto done = finish_cut(folder_, cursor); !done) {
    return tl::unexpected(done.error());
  }
  Cut cut;
  Cutter cutter(folder_);
  const SpoolCursor before = cursor;
  auto done = gather(log, cursor, cutter, cut);
  if (done && cursor != before) {
    done = write_cursor(folder_, cursor);
    done = done ? finish_cut(folder_, cursor) : done;
  }
  cut.unsure = cursor.unsure && !cursor.positions.empty();
  return done ? Result<Cut>(std::move(cut)) : tl::unexpected(done.error());
}

Result<void> Spool::settle() {
  const auto lock = open_locked(folder_ / "lock", O_RDWR | O_CREAT, lock_limit_);
  if (!lock) {
    return tl::unexpected(lock.error());
  }
  SpoolCursor cursor = read_cursor(folder_);
  cursor.unsure = false;
  return write_cursor(folder_, cursor);
}

Result<std::vector<std::string>> Spool::list() const {
  return names_in(folder_, [](const std::string& name) { return is_segment_name(name); });
}

Result<Segment> Spool::read(const std::string& name) const {
  auto content = read_whole(folder_ / name, largest_segment);
  if (!content) {
    return tl::unexpected(content.error());
  }
  auto segment = make_segment(std::move(*content));
  if (!segment || segment->name != name) {
    return failed(
        Error::Kind::external,
        fmt::format("{}: the content is not what the name promises", (folder_ / name).string()),
        "put its lines into the event log where they are worth it, and remove it");
  }
  return segment;
}

Result<void> Spool::replace(const std::string& name, const std::string& content) {
  if (!content.empty()) {
    const auto segment = make_segment(content);
    auto written = segment ? write_whole(folder_ / segment->name, content, Durable::yes)
                           : Result<void>(tl::unexpected(segment.error()));
    if (!written || segment->name == name) {
      return written;
    }
  }
  remove(name);
  return {};
}

void Spool::remove(const std::string& name) {
  if (is_segment_name(name)) {
    unlink((folder_ / name).c_str());
  }
}

} // namespace tidegate::eventlog
