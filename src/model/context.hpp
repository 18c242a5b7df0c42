// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::model {

struct ContextEntry {
  std::string path{}; // relative to the context
  std::uint64_t bytes{0};

  bool operator==(const ContextEntry&) const = default;
};

// The build context: what the client sent of it, and what lies in the folder.
struct BuildContext {
  std::optional<std::uint64_t> sent_bytes{}; // BuildKit keeps the files of earlier builds
  std::optional<std::uint64_t> bytes{};      // of all files that are not ignored
  std::optional<std::uint64_t> files{};
  std::optional<std::uint64_t> ignored_bytes{}; // what .dockerignore saved
  std::optional<std::uint64_t> ignored_files{};
  std::vector<ContextEntry> largest{}; // entries that are not ignored, largest first, at most 10

  bool operator==(const BuildContext&) const = default;
};

// A file, or all files below a folder (path ends with '/'), and a short digest of what it holds.
struct InputEntry {
  std::string path{};
  std::string digest{}; // 12 hex digits of SHA-256 over content and mode

  bool operator==(const InputEntry&) const = default;
};

// What one COPY, ADD or bind mount reads of the build context.
struct CopyInput {
  std::string stage{}; // as in Step
  int index{0};
  std::string digest{};              // over all entries
  std::vector<InputEntry> entries{}; // folders are opened as far as a limited list can hold it

  bool operator==(const CopyInput&) const = default;
};

// Tells a changed value from an unchanged one and no more: 16 bits, so that nobody can find a value
// by trying.
struct ArgumentMark {
  std::string name{};
  std::string mark{}; // 4 hex digits

  bool operator==(const ArgumentMark&) const = default;
};

// A line of the Dockerfile that is no step of its own and yet part of every RUN below it: one
// variable of ENV, ARG with its default, USER, SHELL.
struct SettingMark {
  std::string stage{}; // as in Step
  int next{0};         // index of the first step below it
  std::string name{};  // "ENV NODE_ENV", "ARG VERSION", "USER"
  std::string mark{};  // 4 hex digits, over the line as written

  bool operator==(const SettingMark&) const = default;
};

// What went into a build, as far as the next build can compare it.
struct BuildInputs {
  std::vector<CopyInput> copies{};
  std::vector<ArgumentMark> arguments{};
  std::vector<SettingMark> settings{};
  bool no_cache{false};                       // --no-cache
  std::vector<std::string> no_cache_stages{}; // --no-cache-filter

  bool operator==(const BuildInputs&) const = default;
};

} // namespace tidegate::model
