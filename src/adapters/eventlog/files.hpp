// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/result.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

// The few system calls of the event log, as values. Inside eventlog only.
namespace tidegate::eventlog {

// Owns a file descriptor.
class Descriptor {
public:
  explicit Descriptor(int number)
      : number_(number) {}

  Descriptor(Descriptor&& other) noexcept
      : number_(std::exchange(other.number_, -1)) {}

  Descriptor(const Descriptor&) = delete;

  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }

  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor();

  [[nodiscard]] int number() const { return number_; }

  [[nodiscard]] bool valid() const { return number_ >= 0; }

private:
  int number_;
};

// Error: external, "cannot WHAT PATH: " and what errno says.
tl::unexpected<Error> system_failure(std::string_view what, const std::filesystem::path& path);

// Creates what is missing, each with mode 0755.
Result<void> make_folders(const std::filesystem::path& folder);

// Makes the names inside the folder survive a crash of the machine.
Result<void> sync_folder(const std::filesystem::path& folder);

// `flags` beside O_CLOEXEC and O_NOFOLLOW; anything but a regular file is an error: a link in a
// checked-out repository could lead anywhere.
Result<Descriptor> open_regular(const std::filesystem::path& path, int flags, unsigned mode = 0644);

Result<std::uint64_t> size_of(const Descriptor& file, const std::filesystem::path& path);

// Up to buffer.size() bytes from `offset`; fewer only at the end of the file.
Result<std::string_view> read_at(const Descriptor& file,
                                 std::uint64_t offset,
                                 std::string& buffer,
                                 const std::filesystem::path& path);

// All of `text`, in more than one write where the system takes less.
Result<void>
write_all(const Descriptor& file, std::string_view text, const std::filesystem::path& path);

// A whole regular file. Error: external; also where it is larger than `limit`.
Result<std::string> read_whole(const std::filesystem::path& path, std::size_t limit);

enum class Durable { no, yes };

// Puts `text` at `path`, all or nothing, in the place of what is there; `yes`: it survives a crash
// of the machine once this returns. A symbolic link there is replaced, not followed.
Result<void> write_whole(const std::filesystem::path& path, std::string_view text, Durable durable);

// Creates `top` and `below` in it. Nothing of `below`, nor the last part of `top`, may be a
// symbolic link: it could come from a checked-out repository.
Result<void> make_real_folders(const std::filesystem::path& top,
                               const std::filesystem::path& below);

} // namespace tidegate::eventlog
