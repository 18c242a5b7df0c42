// SPDX-License-Identifier: Apache-2.0
#include "github/blob_store.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace github_standin {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t copy_bytes = 256U << 10U;

std::string reason(const fs::path& path) {
  return path.string() + ": " + std::strerror(errno);
}

// Block ids come from outside and may hold any byte: they become file names as hexadecimal. The
// padding is dropped because a query string loses it where a client does not escape the "=".
std::string block_file(std::string_view block) {
  constexpr std::string_view digits = "0123456789abcdef";
  block = block.substr(0, block.find_last_not_of('=') + 1);
  std::string name = "b";
  for (const char letter : block) {
    const auto value = static_cast<unsigned char>(letter);
    name += digits[value >> 4U];
    name += digits[value & 15U];
  }
  return name;
}

bool append_file(Upload& target, const fs::path& source) {
  const Descriptor file(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    return false;
  }
  std::string buffer(copy_bytes, '\0');
  for (;;) {
    const ssize_t count = ::read(file.get(), buffer.data(), buffer.size());
    if (count <= 0) {
      return count == 0;
    }
    if (!target.write(std::string_view(buffer).substr(0, static_cast<std::size_t>(count)))) {
      return false;
    }
  }
}

} // namespace

Descriptor::~Descriptor() {
  reset();
}

void Descriptor::reset() {
  if (fd_ >= 0) {
    ::close(std::exchange(fd_, -1));
  }
}

Upload::Upload(Descriptor file, fs::path draft, fs::path target)
    : file_(std::move(file)),
      draft_(std::move(draft)),
      target_(std::move(target)) {}

Upload::Upload(Upload&& other) noexcept
    : file_(std::move(other.file_)),
      draft_(std::exchange(other.draft_, fs::path())),
      target_(std::move(other.target_)),
      size_(other.size_) {}

Upload::~Upload() {
  if (!draft_.empty()) {
    ::unlink(draft_.c_str());
  }
}

tl::expected<Upload, std::string> Upload::begin(const fs::path& draft, const fs::path& target) {
  Descriptor file(::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (file.get() < 0) {
    return tl::unexpected(reason(draft));
  }
  return Upload(std::move(file), draft, target);
}

bool Upload::write(std::string_view bytes) {
  size_ += bytes.size();
  while (!bytes.empty()) {
    const ssize_t count = ::write(file_.get(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool Upload::commit() {
  std::error_code error;
  fs::rename(draft_, target_, error);
  if (error) {
    return false;
  }
  draft_.clear();
  return true;
}

BlobStore::BlobStore(fs::path folder)
    : folder_(std::move(folder)) {}

BlobStore::BlobStore(BlobStore&& other) noexcept
    : folder_(std::move(other.folder_)),
      drafts_(other.drafts_.load()) {}

tl::expected<BlobStore, std::string> BlobStore::open(const fs::path& folder) {
  std::error_code error;
  // Drafts of an earlier server belong to connections that are gone.
  fs::remove_all(folder / "drafts", error);
  for (const char* part : {"drafts", "blocks", "blobs"}) {
    fs::create_directories(folder / part, error);
    if (error) {
      return tl::unexpected("cannot make " + (folder / part).string() + ": " + error.message());
    }
  }
  return BlobStore(folder);
}

fs::path BlobStore::blob_path(std::uint64_t id) const {
  return folder_ / "blobs" / std::to_string(id);
}

fs::path BlobStore::block_folder(std::uint64_t id) const {
  return folder_ / "blocks" / std::to_string(id);
}

tl::expected<Upload, std::string> BlobStore::begin(const fs::path& target) {
  return Upload::begin(folder_ / "drafts" / std::to_string(++drafts_), target);
}

tl::expected<Upload, std::string> BlobStore::begin_blob(std::uint64_t id) {
  return begin(blob_path(id));
}

tl::expected<Upload, std::string> BlobStore::begin_block(std::uint64_t id, std::string_view block) {
  std::error_code error;
  fs::create_directories(block_folder(id), error);
  return begin(block_folder(id) / block_file(block));
}

tl::expected<std::uint64_t, BlobError>
BlobStore::commit_blocks(std::uint64_t id, const std::vector<std::string>& blocks) {
  auto blob = begin_blob(id);
  if (!blob) {
    return tl::unexpected(BlobError::not_stored);
  }
  for (const std::string& block : blocks) {
    const fs::path source = block_folder(id) / block_file(block);
    std::error_code error;
    if (!fs::exists(source, error)) {
      return tl::unexpected(BlobError::unknown_block);
    }
    if (!append_file(*blob, source)) {
      return tl::unexpected(BlobError::not_stored);
    }
  }
  if (!blob->commit()) {
    return tl::unexpected(BlobError::not_stored);
  }
  std::error_code error;
  fs::remove_all(block_folder(id), error);
  return blob->size();
}

tl::expected<BlobFile, std::string> BlobStore::open_blob(std::uint64_t id) const {
  const fs::path path = blob_path(id);
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat facts{};
  if (file.get() < 0 || ::fstat(file.get(), &facts) != 0) {
    return tl::unexpected(reason(path));
  }
  return BlobFile{.file = std::move(file),
                  .size = static_cast<std::uint64_t>(facts.st_size),
                  .modified = facts.st_mtime};
}

void BlobStore::remove(std::uint64_t id) {
  std::error_code error;
  fs::remove(blob_path(id), error);
  fs::remove_all(block_folder(id), error);
}

std::string read_at(const BlobFile& blob, std::uint64_t offset, std::size_t most) {
  std::string bytes(std::min(most, copy_bytes), '\0');
  const ssize_t count =
      ::pread(blob.file.get(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
  bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  return bytes;
}

} // namespace github_standin
