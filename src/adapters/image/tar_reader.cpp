// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/tar_reader.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <cerrno>
#include <fmt/format.h>
#include <string_view>
#include <utility>

namespace tidegate::image {
namespace {

// One level of compression and the plain end of the chain; libarchive would undo 25 levels.
constexpr int most_filters = 2;
constexpr std::size_t longest_reason = 200;

std::string text_or_empty(const char* text) {
  return text == nullptr ? std::string() : text;
}

// A name that no character set explains comes as it stands: hdrcharset=BINARY.
Member to_member(archive_entry* entry) {
  Member member;
  member.name = text_or_empty(archive_entry_pathname(entry));
  if (const char* link = archive_entry_hardlink(entry); link != nullptr) {
    member.kind = MemberKind::hard_link;
    member.target = link;
    return member;
  }
  switch (archive_entry_filetype(entry)) {
  case AE_IFREG:
    member.bytes = static_cast<std::uint64_t>(std::max<la_int64_t>(0, archive_entry_size(entry)));
    break;
  case AE_IFDIR:
    member.kind = MemberKind::directory;
    break;
  case AE_IFLNK:
    member.kind = MemberKind::symbolic_link;
    member.target = text_or_empty(archive_entry_symlink(entry));
    break;
  default:
    member.kind = MemberKind::other;
  }
  return member;
}

} // namespace

struct TarReader::Handle {
  explicit Handle(ByteSource& from)
      : source(from),
        reader(archive_read_new()) {}

  ~Handle() { archive_read_free(reader); }

  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  // The signature is libarchive's archive_read_callback.
  static la_ssize_t pull(archive* reader, void* target, const void** buffer) {
    auto& handle = *static_cast<Handle*>(target);
    const auto piece = handle.source.next();
    if (!piece) {
      handle.trouble = piece.error();
      archive_set_error(reader, EIO, "no more input");
      return -1;
    }
    *buffer = piece->data();
    return static_cast<la_ssize_t>(piece->size());
  }

  // The source's own error explains more than what libarchive makes of it.
  [[nodiscard]] tl::unexpected<Error> failure() const {
    if (trouble) {
      return tl::unexpected(*trouble);
    }
    const std::string reason = util::shorten(
        util::to_printable(text_or_empty(archive_error_string(reader))), longest_reason);
    return failed(Error::Kind::external, reason.empty() ? "damaged tar archive" : reason);
  }

  ByteSource& source;
  archive* reader;
  std::optional<Error> trouble;
  bool opened{false};
  bool compressed{false};
};

TarReader::TarReader(ByteSource& source)
    : handle_(std::make_unique<Handle>(source)) {}

TarReader::~TarReader() = default;

Result<void> TarReader::open() {
  archive* const reader = handle_->reader;
  if (reader == nullptr) {
    return failed(Error::Kind::external, "no memory to read an archive");
  }
  archive_read_support_filter_gzip(reader);
  archive_read_support_filter_zstd(reader);
  archive_read_support_format_tar(reader);
  archive_read_set_options(reader, "hdrcharset=BINARY");
  handle_->opened = true;
  if (archive_read_open(reader, handle_.get(), nullptr, &Handle::pull, nullptr) != ARCHIVE_OK) {
    return handle_->failure();
  }
  if (archive_filter_count(reader) > most_filters) {
    return failed(Error::Kind::external, "compressed more than once");
  }
  handle_->compressed = archive_filter_count(reader) == most_filters;
  return {};
}

Result<std::optional<Member>> TarReader::next_member() {
  if (!handle_->opened) {
    if (auto opened = open(); !opened) {
      return tl::unexpected(std::move(opened.error()));
    }
  }
  archive_entry* entry = nullptr;
  const int status = archive_read_next_header(handle_->reader, &entry);
  if (status == ARCHIVE_EOF) {
    return std::nullopt;
  }
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
    return handle_->failure();
  }
  return to_member(entry);
}

Result<std::string_view> TarReader::next() {
  const void* data = nullptr;
  std::size_t size = 0;
  la_int64_t offset = 0;
  int status = ARCHIVE_OK;
  while (status == ARCHIVE_OK && size == 0) {
    status = archive_read_data_block(handle_->reader, &data, &size, &offset);
  }
  if (status == ARCHIVE_EOF) {
    return std::string_view();
  }
  if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
    return handle_->failure();
  }
  return std::string_view(static_cast<const char*>(data), size);
}

bool TarReader::compressed() const {
  return handle_->compressed;
}

} // namespace tidegate::image
