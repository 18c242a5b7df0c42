// SPDX-License-Identifier: Apache-2.0
#include "commands/log_damage.hpp"

#include "util/units.hpp"

#include <fmt/format.h>

namespace tidegate::commands {
namespace {

constexpr std::size_t most_told = 20; // of the lines; a binary file has thousands
constexpr std::string_view branch = "branch";

// Beside the positions in the store; no file of the log is called so.
std::string damage_name(const std::string& file) {
  return file + " damage";
}

std::string anew_name(const std::string& file) {
  return file + " anew";
}

std::string lines(std::size_t count) {
  return util::counted(static_cast<int>(count), "line");
}

} // namespace

Result<void> LogDamage::pass_over(const eventlog::EventLog::Line& line, const std::string& why) {
  const std::string file = line.file.string();
  ++counts_[file.starts_with("branch/") ? std::string(branch) : file];
  if (++passed_over_ <= most_told) {
    tell(fmt::format("{}: byte {}: {}", file, line.offset, why));
  }
  return store_.skip(file, line.next);
}

// What was met in a file that is read anew is met again.
Result<void> LogDamage::finish(const std::string& file, bool anew) {
  const std::size_t found = counts_[file];
  const std::size_t before = anew ? 0 : store_.position(damage_name(file)).value_or(0);
  if (anew || store_.position(anew_name(file)).value_or(0) > 0) {
    tell(fmt::format("{}: was cut or replaced after it had been read; the history holds what was "
                     "in it before, too: `tidegate history rebuild` makes it again from the log",
                     file));
  }
  if (before > 0) {
    tell(fmt::format("{}: {} damaged and left out, as told before: `tidegate events validate`",
                     file,
                     lines(before)));
  }
  Result<void> done = anew ? store_.skip(anew_name(file), 1) : Result<void>{};
  if (done && (anew || found > 0)) {
    done = store_.skip(damage_name(file), before + found);
  }
  return done;
}

Result<void> LogDamage::tell_missing(const eventlog::EventLog::Positions& files) {
  const auto known = store_.event_files();
  if (!known) {
    return tl::unexpected(known.error());
  }
  for (const std::string& file : *known) {
    if (!files.contains(file)) {
      tell(fmt::format("{}: is no longer in the event log; the history still holds what was in "
                       "it: bring the file back, or `tidegate history rebuild` forgets it",
                       file));
    }
  }
  return {};
}

Result<void> LogDamage::finish(const eventlog::EventLog::Positions& files) {
  if (passed_over_ > most_told) {
    tell(fmt::format("{} more damaged and left out", lines(passed_over_ - most_told)));
  }
  Result<void> done = finish(std::string(branch), false);
  for (const auto& [file, position] : files) {
    done = done ? finish(file.string(), position.anew) : done;
  }
  return done ? tell_missing(files) : done;
}

} // namespace tidegate::commands
