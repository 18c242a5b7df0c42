// SPDX-License-Identifier: Apache-2.0
#include "commands/events/published_ids.hpp"

#include "adapters/eventlog/segment.hpp"
#include "util/lines.hpp"

#include <set>
#include <string>
#include <unordered_set>
#include <vector>

namespace tidegate::commands {
namespace {

using Ids = std::unordered_set<std::string>;

Result<std::vector<git::TreeFile>> files_of(const git::Branch& branch,
                                            const std::set<std::string>& days) {
  return branch.files([&](std::string_view path, bool folder) {
    return folder ? eventlog::is_segment_folder(path)
                  : eventlog::is_segment_path(path) && days.contains(eventlog::day_of(path));
  });
}

void add_ids(const std::string& content, Ids& ids) {
  util::each_line(content, [&](std::string_view line) {
    if (const auto mark = eventlog::mark_of(line)) {
      ids.insert(mark->ulid);
    }
  });
}

Result<Ids> ids_on(git::Branch& branch, const std::set<std::string>& days) {
  const auto files = files_of(branch, days);
  if (!files) {
    return tl::unexpected(files.error());
  }
  std::vector<std::string> blobs;
  for (const git::TreeFile& file : *files) {
    blobs.push_back(file.blob);
  }
  if (const auto brought = branch.bring(blobs); !brought) {
    return tl::unexpected(brought.error().error);
  }
  Ids ids;
  for (const git::TreeFile& file : *files) {
    // What cannot be read holds nothing that anybody could find there.
    add_ids(branch.content(file.blob, eventlog::largest_segment).value_or(""), ids);
  }
  return ids;
}

// What it keeps counts as seen, too: a log that was cut a second time is in the spool twice.
std::string without(const std::string& content, Ids& ids) {
  std::string rest;
  util::each_line(content, [&](std::string_view line) {
    const auto mark = eventlog::mark_of(line);
    if (!mark || ids.insert(mark->ulid).second) {
      rest.append(line).append("\n");
    }
  });
  return rest;
}

} // namespace

Result<void> drop_published_ids(eventlog::Spool& spool, git::Branch& branch) {
  const auto names = spool.list();
  if (!names) {
    return tl::unexpected(names.error());
  }
  std::set<std::string> days;
  for (const std::string& name : *names) {
    if (const auto segment = spool.read(name)) {
      days.insert(eventlog::day_of(segment->path));
    }
  }
  auto ids = ids_on(branch, days);
  if (!ids) {
    return tl::unexpected(ids.error());
  }
  for (const std::string& name : *names) {
    const auto segment = spool.read(name);
    const std::string rest = segment ? without(segment->content, *ids) : std::string{};
    if (!segment || rest.size() == segment->content.size()) {
      continue;
    }
    if (auto replaced = spool.replace(name, rest); !replaced) {
      return replaced;
    }
  }
  return {};
}

} // namespace tidegate::commands
