// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace github_standin {

// A file descriptor that closes itself.
class Descriptor {
public:
  explicit Descriptor(int fd)
      : fd_(fd) {}

  Descriptor(Descriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)) {}

  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor();

  int get() const { return fd_; }

  // Closes it at once.
  void reset();

private:
  int fd_;
};

// Bytes on their way to their place: visible there only after commit(), gone without it.
class Upload {
public:
  static tl::expected<Upload, std::string> begin(const std::filesystem::path& draft,
                                                 const std::filesystem::path& target);
  Upload(Upload&& other) noexcept;
  Upload& operator=(Upload&&) = delete;
  ~Upload();

  bool write(std::string_view bytes);
  bool commit();

  std::uint64_t size() const { return size_; }

private:
  Upload(Descriptor file, std::filesystem::path draft, std::filesystem::path target);

  Descriptor file_;
  std::filesystem::path draft_;
  std::filesystem::path target_;
  std::uint64_t size_ = 0;
};

struct BlobFile {
  Descriptor file;
  std::uint64_t size;
  std::time_t modified;
};

enum class BlobError { unknown_block, not_stored };

// The bytes of the entries, by entry id. Neither direction holds a blob in memory.
class BlobStore {
public:
  static tl::expected<BlobStore, std::string> open(const std::filesystem::path& folder);
  BlobStore(BlobStore&& other) noexcept;
  BlobStore& operator=(BlobStore&&) = delete;

  tl::expected<Upload, std::string> begin_blob(std::uint64_t id);
  tl::expected<Upload, std::string> begin_block(std::uint64_t id, std::string_view block);
  // Makes the blob out of the blocks in that order; answers its size.
  tl::expected<std::uint64_t, BlobError> commit_blocks(std::uint64_t id,
                                                       const std::vector<std::string>& blocks);
  tl::expected<BlobFile, std::string> open_blob(std::uint64_t id) const;
  void remove(std::uint64_t id);

private:
  explicit BlobStore(std::filesystem::path folder);
  std::filesystem::path blob_path(std::uint64_t id) const;
  std::filesystem::path block_folder(std::uint64_t id) const;
  tl::expected<Upload, std::string> begin(const std::filesystem::path& target);

  std::filesystem::path folder_;
  std::atomic<std::uint64_t> drafts_ = 0;
};

// Reads at that place; empty at the end and where reading fails.
std::string read_at(const BlobFile& blob, std::uint64_t offset, std::size_t most);

} // namespace github_standin
