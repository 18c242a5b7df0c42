// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"
#include "util/time.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::git {

struct TreeFile {
  std::string path;
  std::string blob; // its object name
};

// What a commit changes.
struct Change {
  struct File {
    std::string path;
    std::string content;
  };

  std::vector<File> added{};
  std::vector<std::string> removed{}; // paths that are there
  std::string message;
  Time time{};
};

struct NewCommit {
  std::string name;
  std::string pack; // of exactly the objects that are new
};

// What a pack may hold at most. An object of it may have 256 MiB (adapters/git/memory.cpp).
struct PackLimits {
  std::size_t bytes{1UL << 30U};
  std::size_t objects{1'000'000};
  std::chrono::seconds time{600}; // to receive and to unpack it
};

// Git objects in a folder of our own that goes away with this object, or a day after a process that
// was killed: nothing of the user's repository is read or written. Trees whose files are not there
// are fine.
class Objects {
public:
  // Error: external; no room for temporary files.
  static Result<Objects> make();
  ~Objects();
  Objects(Objects&& other) noexcept;
  Objects& operator=(Objects&&) = delete;
  Objects(const Objects&) = delete;
  Objects& operator=(const Objects&) = delete;

  // `source` hands over a pack piece by piece as long as the sink says true, and says whether it
  // was whole. Error: external; nothing of the pack counts then.
  using PieceSink = std::function<bool(std::string_view)>;
  Result<void> take_pack(const std::function<bool(const PieceSink&)>& source,
                         const PackLimits& limits = {});

  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] bool has_file(const std::string& commit, const std::string& path) const;

  // Every file of a commit for which `wanted` says true, in the order of Git's trees; a folder is
  // looked into where `wanted` says true of it. Error: external; a tree is not there, or there is
  // no end of files.
  using Wanted = std::function<bool(std::string_view path, bool folder)>;
  [[nodiscard]] Result<std::vector<TreeFile>> files(const std::string& commit,
                                                    const Wanted& wanted) const;

  // Error: external; it is not there, or larger than `limit`.
  [[nodiscard]] Result<std::string> content(const std::string& blob, std::size_t limit) const;

  // A commit on top of `parent`; without a parent where that is empty. Error: external.
  Result<NewCommit> commit(const std::string& parent, const Change& change);

private:
  struct State;
  explicit Objects(std::unique_ptr<State> state);
  Result<NewCommit> try_commit(const std::string& parent, const Change& change);

  std::unique_ptr<State> state_;
};

// The folders of all Objects that are alive, for the end of a process whose destructors do not run.
void remove_scratch_folders();

} // namespace tidegate::git
