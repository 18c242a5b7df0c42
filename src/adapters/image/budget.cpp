// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/budget.hpp"

#include <fmt/format.h>
#include <string>
#include <utility>

namespace tidegate::image {

tl::unexpected<Error> Budget::refuse(std::string what) {
  exhausted_ = true;
  return failed(Error::Kind::external,
                std::move(what),
                "it is not read any further; look at it with: docker history");
}

Result<void> Budget::take_member(std::uint64_t bytes) {
  if (++members_ > limits_.members) {
    return refuse(fmt::format("more than {} members", limits_.members));
  }
  if (bytes > limits_.unpacked_bytes - member_bytes_) {
    return refuse(fmt::format("members of more than {} bytes", limits_.unpacked_bytes));
  }
  member_bytes_ += bytes;
  return {};
}

Result<void> Budget::take_path(std::size_t path_bytes) {
  if (path_bytes > limits_.path_bytes) {
    return refuse(fmt::format("a path of more than {} bytes", limits_.path_bytes));
  }
  if (auto fits = take_paths(1); !fits) {
    return fits;
  }
  path_bytes_ += path_bytes;
  if (path_bytes_ > limits_.all_path_bytes) {
    return refuse(fmt::format("paths of more than {} bytes in all", limits_.all_path_bytes));
  }
  return {};
}

Result<void> Budget::take_paths(std::size_t count) {
  paths_ += count;
  if (paths_ > limits_.paths) {
    return refuse(fmt::format("more than {} paths in its layers", limits_.paths));
  }
  return {};
}

Result<void> Budget::take_unpacked(std::uint64_t bytes) {
  if (bytes > limits_.unpacked_bytes - unpacked_) {
    return refuse(fmt::format("layers that unpack to more than {} bytes", limits_.unpacked_bytes));
  }
  unpacked_ += bytes;
  return {};
}

Result<void> Budget::take_document(std::size_t bytes) {
  document_bytes_ += bytes;
  if (document_bytes_ > limits_.all_document_bytes) {
    return refuse(fmt::format("JSON documents of more than {} bytes", limits_.all_document_bytes));
  }
  return {};
}

} // namespace tidegate::image
