// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/tar_blobs.hpp"

#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <cstddef>
#include <cstdint>
#include <fmt/format.h>
#include <memory>
#include <openssl/evp.h>
#include <optional>
#include <string_view>
#include <utility>

namespace tidegate::docker {
namespace {

constexpr std::size_t block_bytes = std::size_t{64} << 10U;
// The largest blob of a real record is the text of its log, which BuildKit limits to a few
// megabytes for each step.
constexpr std::size_t max_blob_bytes = std::size_t{64} << 20U;
constexpr std::size_t max_kept_bytes = std::size_t{256} << 20U;
constexpr std::uint64_t max_unpacked_bytes = std::uint64_t{2} << 30U;
constexpr int max_files = 20'000;

struct CloseArchive {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

using Archive = std::unique_ptr<archive, CloseArchive>;

Archive open_archive(int descriptor) {
  Archive reader(archive_read_new());
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_format_tar(reader.get());
  const bool open = archive_read_open_fd(reader.get(), descriptor, block_bytes) == ARCHIVE_OK;
  return open ? std::move(reader) : nullptr;
}

std::string sha256_of(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    return {};
  }
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += fmt::format("{:02x}", digest.at(i));
  }
  return hex;
}

// "index.json", "sha256:<hex>", or nothing for what we do not need.
std::string name_of(archive_entry* entry) {
  constexpr std::string_view blobs = "blobs/sha256/";
  const char* const path = archive_entry_pathname(entry);
  if (path == nullptr || archive_entry_filetype(entry) != AE_IFREG) {
    return {};
  }
  std::string_view name = path;
  name.remove_prefix(name.starts_with("./") ? 2 : 0);
  if (name.starts_with(blobs)) {
    return "sha256:" + std::string(name.substr(blobs.size()));
  }
  return name == "index.json" ? std::string(name) : std::string();
}

class Reading {
public:
  explicit Reading(archive* reader)
      : reader_(reader) {}

  TarBlobs run() {
    archive_entry* entry = nullptr;
    for (int files = 0; next(entry); ++files) {
      if (files == max_files) {
        blobs_.cut = true;
        break;
      }
      if (const std::string name = name_of(entry); !name.empty()) {
        keep(name);
      }
      skip();
    }
    blobs_.cut = blobs_.cut || is_too_much();
    return std::move(blobs_);
  }

private:
  bool next(archive_entry*& entry) {
    const int answer = is_too_much() ? ARCHIVE_EOF : archive_read_next_header(reader_, &entry);
    return answer == ARCHIVE_OK || answer == ARCHIVE_WARN;
  }

  // What is left of a file. It is unpacked all the same, so it counts; the library would not stop.
  void skip() {
    const void* data = nullptr;
    std::size_t size = 0;
    la_int64_t offset = 0;
    int answer = ARCHIVE_OK;
    while ((answer == ARCHIVE_OK || answer == ARCHIVE_WARN) && !is_too_much()) {
      answer = archive_read_data_block(reader_, &data, &size, &offset);
    }
  }

  [[nodiscard]] bool is_too_much() const {
    return static_cast<std::uint64_t>(archive_filter_bytes(reader_, 0)) > max_unpacked_bytes;
  }

  void keep(const std::string& name) {
    auto content = read();
    if (!content) {
      return;
    }
    constexpr std::string_view algorithm = "sha256:";
    if (name.starts_with(algorithm) && sha256_of(*content) != name.substr(algorithm.size())) {
      ++blobs_.damaged;
      return;
    }
    kept_ += content->size();
    blobs_.files.emplace(name, std::move(*content));
  }

  std::optional<std::string> read() {
    std::string content;
    std::array<char, block_bytes> block{};
    while (true) {
      const la_ssize_t count = archive_read_data(reader_, block.data(), block.size());
      if (count == 0) {
        return content;
      }
      if (count < 0) {
        ++blobs_.damaged;
        return std::nullopt;
      }
      content.append(block.data(), static_cast<std::size_t>(count));
      if (content.size() > max_blob_bytes || kept_ + content.size() > max_kept_bytes) {
        ++blobs_.too_large;
        return std::nullopt;
      }
    }
  }

  archive* reader_;
  TarBlobs blobs_;
  std::size_t kept_{0};
};

} // namespace

Result<TarBlobs> read_tar_blobs(int descriptor) {
  const Archive reader = open_archive(descriptor);
  if (!reader) {
    return failed(Error::Kind::external, "neither a tar archive nor a packed one");
  }
  return Reading(reader.get()).run();
}

} // namespace tidegate::docker
