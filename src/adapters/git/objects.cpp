// SPDX-License-Identifier: Apache-2.0
#include "adapters/git/objects.hpp"

#include "adapters/git/library.hpp"
#include "adapters/git/scratch.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <mutex>
#include <set>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tidegate::git {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder_name = "tidegate-git-";

struct Scratch {
  std::mutex busy;
  std::set<std::string> folders;
};

Scratch& scratch() {
  static Scratch all;
  return all;
}

// Of processes that were killed. None is at work for so long.
void sweep(const fs::path& parent) {
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(24);
  std::error_code error;
  for (fs::directory_iterator entry(parent, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    struct stat found{};
    const fs::path& path = entry->path();
    std::error_code unknown;
    const bool ours = path.filename().string().starts_with(folder_name)
                      && ::lstat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode)
                      && found.st_uid == ::geteuid();
    const auto written = ours ? fs::last_write_time(path, unknown) : fs::file_time_type::max();
    if (!unknown && written < old) {
      fs::remove_all(path, unknown);
    }
  }
}

} // namespace

void remove_scratch_folders() {
  constexpr int tries = 3; // somebody may be writing to them
  const std::lock_guard lock(scratch().busy);
  for (const std::string& folder : scratch().folders) {
    std::error_code error;
    for (int i = 0; i < tries && (i == 0 || error); ++i) {
      error.clear();
      fs::remove_all(folder, error);
    }
  }
}

Objects::Objects(std::unique_ptr<State> state)
    : state_(std::move(state)) {}

Objects::~Objects() = default;
Objects::Objects(Objects&& other) noexcept = default;

Objects::State::~State() {
  repository.reset();
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  const std::lock_guard lock(scratch().busy);
  scratch().folders.erase(folder);
}

Result<Objects> Objects::make() {
  start_library();
  std::error_code unknown;
  const fs::path parent = fs::temp_directory_path(unknown);
  sweep(parent);
  std::string folder = parent / (std::string(folder_name) + "XXXXXX");
  if (unknown || ::mkdtemp(folder.data()) == nullptr) {
    return failed(Error::Kind::external,
                  "no folder for temporary files can be made",
                  "point TMPDIR to a folder that can be written to");
  }
  auto state = std::make_unique<State>();
  state->folder = folder;
  {
    const std::lock_guard lock(scratch().busy);
    scratch().folders.insert(folder);
  }
  auto repository = made<Repository>("scratch repository", [&](git_repository** out) {
    return git_repository_init(out, folder.c_str(), 1);
  });
  if (!repository) {
    return tl::unexpected(repository.error());
  }
  state->repository = std::move(*repository);
  return Objects(std::move(state));
}

namespace {

// A small pack may hold much: objects that unpack to a thousand times as much, deltas of deltas.
class PackWatch {
public:
  explicit PackWatch(const PackLimits& limits)
      : limits_(limits),
        deadline_(std::chrono::steady_clock::now() + limits.time) {}

  bool allows(std::string_view piece) {
    bytes_ += piece.size();
    return bytes_ <= limits_.bytes || stop(fmt::format("more than {} bytes", limits_.bytes));
  }

  // The signature is libgit2's git_indexer_progress_cb: asked for each object.
  static int ask(const git_indexer_progress* progress, void* watch) {
    return static_cast<PackWatch*>(watch)->allows(*progress) ? 0 : GIT_EUSER;
  }

  // Why it was stopped; empty where it was not.
  [[nodiscard]] const std::string& reason() const { return reason_; }

private:
  bool allows(const git_indexer_progress& progress) {
    if (progress.total_objects > limits_.objects) {
      return stop(fmt::format("more than {} objects", limits_.objects));
    }
    return std::chrono::steady_clock::now() <= deadline_
           || stop(fmt::format("more than can be unpacked in {} s", limits_.time.count()));
  }

  bool stop(std::string reason) {
    reason_ = std::move(reason);
    return false;
  }

  const PackLimits& limits_;
  std::chrono::steady_clock::time_point deadline_;
  std::size_t bytes_{0};
  std::string reason_;
};

// libgit2 writes what it reads to its pack folder at once; memory stays small.
Result<Indexer> start_indexer(const std::string& folder, PackWatch& watch) {
  git_indexer_options options;
  git_indexer_options_init(&options, GIT_INDEXER_OPTIONS_VERSION);
  options.progress_cb = &PackWatch::ask;
  options.progress_cb_payload = &watch;
  return made<Indexer>("pack", [&](git_indexer** out) {
    return git_indexer_new(out, (folder + "/objects/pack").c_str(), 0600, nullptr, &options);
  });
}

} // namespace

Result<void> Objects::take_pack(const std::function<bool(const PieceSink&)>& source,
                                const PackLimits& limits) {
  PackWatch watch(limits);
  auto indexer = start_indexer(state_->folder, watch);
  if (!indexer) {
    return tl::unexpected(indexer.error());
  }
  git_indexer_progress progress{};
  bool damaged = false;
  const bool whole = source([&](std::string_view piece) {
    damaged = damaged || !watch.allows(piece)
              || git_indexer_append(indexer->get(), piece.data(), piece.size(), &progress) != 0;
    return !damaged;
  });
  const bool done = whole && !damaged && git_indexer_commit(indexer->get(), &progress) == 0;
  if (!watch.reason().empty()) {
    return failed(Error::Kind::external,
                  fmt::format("the Git server sends {}", watch.reason()),
                  "events alone make no such branch: look at who may push to it");
  }
  if (damaged) {
    return library_failure("the Git server's pack");
  }
  if (!whole) {
    return failed(Error::Kind::external, "the Git server's pack is cut off");
  }
  if (!done) {
    return library_failure("the Git server's pack");
  }
  const auto base = state_->objects();
  if (!base || git_odb_refresh(base->get()) != 0) {
    return library_failure("objects");
  }
  return {};
}

bool Objects::has(const std::string& name) const {
  const auto base = state_->objects();
  git_oid id;
  return base && git_oid_fromstr(&id, name.c_str()) == 0 && git_odb_exists(base->get(), &id) != 0;
}

bool Objects::has_file(const std::string& commit, const std::string& path) const {
  const auto tree = state_->tree_of(commit);
  git_tree_entry* entry = nullptr;
  const bool found = tree && git_tree_entry_bypath(&entry, tree->get(), path.c_str()) == 0;
  const TreeEntry owned(entry);
  return found && git_tree_entry_type(entry) == GIT_OBJECT_BLOB;
}

Result<std::string> Objects::content(const std::string& blob, std::size_t limit) const {
  const auto base = state_->objects();
  git_oid id;
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (!base || git_oid_fromstr(&id, blob.c_str()) != 0
      || git_odb_read_header(&size, &type, base->get(), &id) != 0) {
    return library_failure(fmt::format("object {}", blob));
  }
  if (type != GIT_OBJECT_BLOB || size > limit) {
    return failed(Error::Kind::external,
                  fmt::format("object {} is no file of at most {} bytes", blob, limit));
  }
  auto found = made<Blob>(fmt::format("object {}", blob), [&](git_blob** out) {
    return git_blob_lookup(out, state_->repository.get(), &id);
  });
  if (!found) {
    return tl::unexpected(found.error());
  }
  return std::string(static_cast<const char*>(git_blob_rawcontent(found->get())),
                     static_cast<std::size_t>(git_blob_rawsize(found->get())));
}

Result<ObjectBase> Objects::State::objects() const {
  return made<ObjectBase>(
      "objects", [this](git_odb** out) { return git_repository_odb(out, repository.get()); });
}

Result<Tree> Objects::State::tree(const git_oid& id) const {
  return made<Tree>("tree",
                    [&](git_tree** out) { return git_tree_lookup(out, repository.get(), &id); });
}

Result<Commit> Objects::State::commit(const std::string& name) const {
  git_oid id;
  if (git_oid_fromstr(&id, name.c_str()) != 0) {
    return library_failure("commit");
  }
  return made<Commit>(
      "commit", [&](git_commit** out) { return git_commit_lookup(out, repository.get(), &id); });
}

Result<Tree> Objects::State::tree_of(const std::string& name) const {
  const auto found = commit(name);
  if (!found) {
    return tl::unexpected(found.error());
  }
  return tree(*git_commit_tree_id(found->get()));
}

} // namespace tidegate::git
