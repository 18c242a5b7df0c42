// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/layer_reader.hpp"

#include "adapters/image/path.hpp"
#include "adapters/image/tar_reader.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tidegate::image {
namespace {

model::FileKind to_kind(MemberKind kind) {
  switch (kind) {
  case MemberKind::file:
    return model::FileKind::file;
  case MemberKind::directory:
    return model::FileKind::directory;
  case MemberKind::hard_link:
    return model::FileKind::hard_link;
  case MemberKind::symbolic_link:
  case MemberKind::other:
    break;
  }
  return model::FileKind::other;
}

// Whoever makes a tree of the paths needs the folders above each of them. A path that begins like
// the one before it shares them.
Result<void> take_folders(std::string_view path, std::string_view before, Budget& budget) {
  const auto shared =
      static_cast<std::size_t>(std::ranges::mismatch(path, before).in1 - path.begin());
  for (auto slash = path.find('/', shared); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (auto fits = budget.take_path(slash); !fits) {
      return fits;
    }
  }
  return {};
}

Result<void> keep(const Member& member, ReadLayer& layer, Budget& budget) {
  // Before the data is skipped: leaving out a terabyte of zeros takes minutes, too.
  if (auto fits = budget.take_unpacked(member.bytes); !fits) {
    return fits;
  }
  layer.unpacked_bytes += member.bytes;
  if (auto fits = budget.take_path(member.name.size()); !fits) {
    return fits;
  }
  model::LayerFile file{.path = normal_path(member.name),
                        .bytes = member.bytes,
                        .kind = to_kind(member.kind),
                        .target = {}};
  if (member.kind == MemberKind::hard_link) {
    if (auto fits = budget.take_path(member.target.size()); !fits) {
      return fits;
    }
    file.target = normal_path(member.target);
  }
  const auto& files = layer.files.files;
  if (auto fits = take_folders(file.path, files.empty() ? "" : files.back().path, budget); !fits) {
    return fits;
  }
  if (!file.path.empty()) {
    layer.files.files.push_back(std::move(file));
  }
  return {};
}

} // namespace

Result<ReadLayer> read_layer(ByteSource& source, Budget& budget) {
  TarReader tar(source);
  ReadLayer layer;
  while (true) {
    auto member = tar.next_member();
    if (!member) {
      return tl::unexpected(std::move(member.error()));
    }
    layer.compressed = tar.compressed();
    if (!*member) {
      return layer;
    }
    if (auto kept = keep(**member, layer, budget); !kept) {
      return tl::unexpected(std::move(kept.error()));
    }
  }
}

} // namespace tidegate::image
