// SPDX-License-Identifier: Apache-2.0
#include "adapters/posix/input_file.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tidegate::posix {
namespace {

constexpr std::size_t chunk_bytes = std::size_t{64} << 10U;

std::string reason(int error) {
  return std::system_category().message(error);
}

} // namespace

Result<InputFile> InputFile::open(const std::string& path) {
  if (path == "-") {
    return InputFile(STDIN_FILENO, "standard input");
  }
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-vararg): open is what there is
  InputFile file(::open(path.c_str(), O_RDONLY | O_CLOEXEC), path);
  if (file.descriptor_ < 0) {
    return failed(Error::Kind::usage, fmt::format("{}: {}", path, reason(errno)));
  }
  struct stat facts{};
  if (::fstat(file.descriptor_, &facts) == 0 && S_ISDIR(facts.st_mode)) {
    return failed(Error::Kind::usage, fmt::format("{}: {}", path, reason(EISDIR)));
  }
  return file;
}

InputFile::InputFile(InputFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      path_(std::move(other.path_)) {}

InputFile::~InputFile() {
  if (descriptor_ > STDIN_FILENO) {
    ::close(descriptor_);
  }
}

Result<void> InputFile::read_while(const std::function<bool(std::string_view)>& sink) const {
  std::array<char, chunk_bytes> chunk{};
  bool more = true;
  while (more) {
    const ssize_t count = ::read(descriptor_, chunk.data(), chunk.size());
    if (count >= 0) {
      more = count > 0 && sink({chunk.data(), static_cast<std::size_t>(count)});
    } else if (errno != EINTR) {
      return failed(Error::Kind::external, fmt::format("{}: {}", path_, reason(errno)));
    }
  }
  return {};
}

Result<void> InputFile::each_chunk(const std::function<void(std::string_view)>& sink,
                                   std::uint64_t limit) const {
  std::uint64_t bytes = 0;
  auto done = read_while([&](std::string_view chunk) {
    bytes += chunk.size();
    if (bytes <= limit) {
      sink(chunk);
    }
    return bytes <= limit;
  });
  if (done && bytes > limit) {
    return failed(Error::Kind::external,
                  fmt::format("{}: larger than {} bytes; the rest is not read", path_, limit),
                  "give it in parts");
  }
  return done;
}

Result<std::string> InputFile::all(std::size_t limit) const {
  std::string text;
  bool too_large = false;
  const auto done = read_while([&](std::string_view chunk) {
    too_large = text.size() + chunk.size() > limit;
    text += too_large ? std::string_view() : chunk;
    return !too_large;
  });
  if (!done) {
    return tl::unexpected(done.error());
  }
  if (too_large) {
    return failed(Error::Kind::usage, fmt::format("{}: larger than {} bytes", path_, limit));
  }
  return text;
}

} // namespace tidegate::posix
