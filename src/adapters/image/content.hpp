// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace tidegate::image {

enum class Content { document, layer, unknown };

// As many first bytes as a tar header has.
constexpr std::size_t telling_bytes = 512;

// What a member of an image archive is, by its first `telling_bytes` and its name: blobs of an OCI
// layout are named by their digest alone.
Content content_of(std::string_view name, std::string_view beginning);

} // namespace tidegate::image
