// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/file_source.hpp"

#include "adapters/image/image_archive.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

namespace tidegate::image {
namespace {

constexpr std::size_t piece_bytes = 256U << 10U;

tl::unexpected<Error> trouble(const std::string& path, int code) {
  return failed(Error::Kind::external,
                path + ": " + std::generic_category().message(code),
                "give a file that docker save wrote, or - for standard input");
}

} // namespace

void FileSource::Close::operator()(std::FILE* file) const {
  if (file != stdin) {
    std::fclose(file);
  }
}

FileSource::FileSource(std::string path, std::FILE* file)
    : path_(std::move(path)),
      file_(file),
      buffer_(piece_bytes) {}

Result<FileSource> FileSource::open(const std::string& path) {
  std::FILE* const file = path == "-" ? stdin : std::fopen(path.c_str(), "rbe");
  if (file == nullptr) {
    return trouble(path, errno);
  }
  return FileSource(path, file);
}

Result<std::string_view> FileSource::next() {
  errno = 0;
  const std::size_t size = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
  if (size == 0 && std::ferror(file_.get()) != 0) {
    return trouble(path_, errno);
  }
  return std::string_view(buffer_.data(), size);
}

Result<ImageArchive> read_archive_file(const std::string& path, const Limits& limits) {
  auto file = FileSource::open(path);
  if (!file) {
    return tl::unexpected(std::move(file.error()));
  }
  auto archive = read_archive(*file, limits);
  if (!archive) {
    return tl::unexpected(std::move(archive.error()).in(path));
  }
  return archive;
}

} // namespace tidegate::image
