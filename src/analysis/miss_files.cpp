// SPDX-License-Identifier: Apache-2.0
#include "analysis/copy_sources.hpp"
#include "analysis/miss_case.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace tidegate::analysis {
namespace {

constexpr std::size_t most_shown = 5;

struct FileChange {
  int rank{0}; // the lower, the more it tells
  std::string path;
  std::string what;    // "changed", "was added", "was removed"
  std::string digests; // "3f2a… → 91bc…", or empty

  auto operator<=>(const FileChange&) const = default;
};

const model::CopyInput*
copy_at(const model::BuildInputs& inputs, const std::string& stage, int index) {
  const auto found = std::ranges::find_if(
      inputs.copies, [&](const auto& copy) { return copy.stage == stage && copy.index == index; });
  return found == inputs.copies.end() ? nullptr : &*found;
}

std::map<std::string, std::string> digests_of(const model::CopyInput& copy) {
  std::map<std::string, std::string> digests;
  for (const auto& entry : copy.entries) {
    digests[entry.path] = entry.digest;
  }
  return digests;
}

bool is_folder(const std::string& path) {
  return path.ends_with('/');
}

// A file that was there before tells more than a new one, and a folder least.
int rank_of(const std::string& path, int kind) {
  constexpr int kinds = 3;
  return is_folder(path) ? kinds + kind : kind;
}

std::vector<FileChange> listed_changes(const model::CopyInput& now,
                                       const model::CopyInput& before) {
  const auto is = digests_of(now);
  const auto was = digests_of(before);
  std::vector<FileChange> changes;
  for (const auto& [path, digest] : is) {
    const auto found = was.find(path);
    if (found == was.end()) {
      changes.push_back({rank_of(path, 1), path, "was added", {}});
    } else if (found->second != digest) {
      changes.push_back(
          {rank_of(path, 0), path, "changed", fmt::format("{} → {}", found->second, digest)});
    }
  }
  for (const auto& [path, digest] : was) {
    if (!is.contains(path)) {
      changes.push_back({rank_of(path, 2), path, "was removed", {}});
    }
  }
  return changes;
}

std::vector<FileChange> changes_below(const std::string& folder,
                                      const std::vector<std::string>& by_git) {
  std::vector<FileChange> changes;
  for (const auto& path : by_git) {
    if (is_folder(folder) && path.starts_with(folder)) {
      changes.push_back({0, path, "changed", "by git"});
    }
  }
  return changes;
}

// What git names below the folders of which the listing knows no more than that they changed.
void open_folders(std::vector<FileChange>& changes, const std::vector<std::string>& by_git) {
  std::vector<FileChange> opened;
  for (const FileChange& change : changes) {
    const auto below = changes_below(change.path, by_git);
    opened.insert(opened.end(), below.begin(), below.end());
    if (below.empty()) {
      opened.push_back(change);
    }
  }
  changes = std::move(opened);
}

std::vector<FileChange> git_changes(const MissCase& miss) {
  const auto sources = copy_sources(miss.step.instruction);
  std::vector<FileChange> changes;
  for (const auto& path : miss.evidence.changed_files_by_git) {
    if (is_read_by(path, sources)) {
      changes.push_back({0, path, "changed", "by git"});
    }
  }
  return changes;
}

Finding describe(std::vector<FileChange> changes) {
  std::ranges::sort(changes);
  const auto shown = [](const FileChange& change) { return util::to_printable(change.path); };
  Finding finding{model::MissCause::files_changed, {}, {}};
  const FileChange& first = changes.front();
  finding.because = fmt::format("{} {}", shown(first), first.what);
  const std::size_t others = changes.size() - 1;
  if (others > 0) {
    finding.because =
        fmt::format("{} and {} more file{} changed", shown(first), others, others == 1 ? "" : "s");
  }
  for (const FileChange& change : changes) {
    if (finding.evidence.size() == most_shown) {
      finding.evidence.push_back(fmt::format("and {} more", changes.size() - most_shown));
      break;
    }
    finding.evidence.push_back(fmt::format(
        "{}: {}", shown(change), change.digests.empty() ? change.what : change.digests));
  }
  return finding;
}

} // namespace

std::optional<Finding> files_changed(const MissCase& miss) {
  if (miss.step_before == nullptr) {
    return std::nullopt;
  }
  const auto* now = copy_at(miss.evidence.now.inputs, miss.step.stage, miss.step.index);
  const auto* before =
      copy_at(miss.evidence.baseline->inputs, miss.step_before->stage, miss.step_before->index);
  const bool listed = now != nullptr && before != nullptr;
  if (listed && now->digest == before->digest) {
    return std::nullopt;
  }
  auto changes = listed ? listed_changes(*now, *before) : git_changes(miss);
  open_folders(changes, miss.evidence.changed_files_by_git);
  if (changes.empty()) {
    return listed ? std::optional(Finding{model::MissCause::files_changed,
                                          "files that it reads from the build context changed",
                                          {}})
                  : std::nullopt;
  }
  return describe(std::move(changes));
}

} // namespace tidegate::analysis
