// SPDX-License-Identifier: Apache-2.0
#include "adapters/github/zip_texts.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <archive.h>
#include <archive_entry.h>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <optional>

namespace tidegate::github {
namespace {

struct Closer {
  void operator()(archive* reader) const { archive_read_free(reader); }
};

using Reader = std::unique_ptr<archive, Closer>;

Reader open_zip(std::string_view zip) {
  Reader reader(archive_read_new());
  const bool ready =
      reader && archive_read_support_format_zip(reader.get()) == ARCHIVE_OK
      && archive_read_open_memory(reader.get(), zip.data(), zip.size()) == ARCHIVE_OK;
  return ready ? std::move(reader) : nullptr;
}

// nullopt where it is damaged or larger than allowed.
std::optional<std::string> read_entry(archive* reader, std::size_t most) {
  std::string text;
  std::array<char, 16384> piece{};
  while (true) {
    const auto size = archive_read_data(reader, piece.data(), piece.size());
    if (size == 0) {
      return text;
    }
    if (size < 0 || text.size() + static_cast<std::size_t>(size) > most) {
      return std::nullopt;
    }
    text.append(piece.data(), static_cast<std::size_t>(size));
  }
}

std::string name_of(archive_entry* entry, std::size_t limit) {
  const char* const name = archive_entry_pathname(entry);
  const std::string_view text = name == nullptr ? "" : name;
  return text.size() > limit ? std::string{} : util::to_printable(text);
}

} // namespace

ZipTexts read_zip(std::string_view zip, std::string_view suffix, const ZipLimits& limits) {
  ZipTexts texts;
  const Reader reader = open_zip(zip);
  if (!reader) {
    texts.left_out.emplace_back("it is no zip archive");
    return texts;
  }
  std::size_t room = limits.all_bytes;
  archive_entry* entry = nullptr;
  int status = ARCHIVE_OK;
  for (std::size_t count = 0;
       (status = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK
       || status == ARCHIVE_WARN;
       ++count) {
    if (count == limits.entries) {
      texts.left_out.push_back(fmt::format("what comes after {} entries", count));
      return texts;
    }
    std::string name = name_of(entry, limits.name_bytes);
    if (archive_entry_filetype(entry) != AE_IFREG || !name.ends_with(suffix)) {
      continue;
    }
    auto text = read_entry(reader.get(), std::min(room, limits.entry_bytes));
    if (!text) { // what follows a bomb is not worth unpacking it
      texts.left_out.push_back(fmt::format("{}: damaged, or too large unpacked", name));
      return texts;
    }
    room -= text->size();
    texts.files.push_back({.name = std::move(name), .text = std::move(*text)});
  }
  if (status != ARCHIVE_EOF) {
    texts.left_out.emplace_back("the rest of a damaged archive");
  }
  return texts;
}

} // namespace tidegate::github
