// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/image_archive.hpp"

#include "adapters/image/budget.hpp"
#include "adapters/image/content.hpp"
#include "adapters/image/documents.hpp"
#include "adapters/image/layer_reader.hpp"
#include "adapters/image/path.hpp"
#include "adapters/image/tar_reader.hpp"
#include "util/text.hpp"

#include <fmt/format.h>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace tidegate::image {
namespace {

constexpr std::size_t longest_name = 100;
constexpr int most_links = 8;

struct StoredLayer {
  ReadLayer content;
  std::uint64_t stored_bytes{0};
  std::optional<Error> damage;
  bool named{false};
};

// The data of a member from its beginning, after its first bytes were looked at.
class Replay final : public ByteSource {
public:
  explicit Replay(ByteSource& rest)
      : rest_(rest) {}

  Result<std::string_view> look(std::size_t bytes) {
    while (beginning_.size() < bytes) {
      const auto piece = rest_.next();
      if (!piece) {
        return tl::unexpected(piece.error());
      }
      if (piece->empty()) {
        break;
      }
      beginning_ += *piece;
    }
    return std::string_view(beginning_).substr(0, bytes);
  }

  Result<std::string_view> next() override {
    if (!std::exchange(replayed_, true) && !beginning_.empty()) {
      return std::string_view(beginning_);
    }
    return rest_.next();
  }

private:
  ByteSource& rest_;
  std::string beginning_;
  bool replayed_{false};
};

// All of an archive in one pass.
class Scan {
public:
  explicit Scan(const Limits& limits)
      : budget_(limits) {}

  Result<void> read(ByteSource& source) {
    TarReader tar(source);
    while (true) {
      auto member = tar.next_member();
      if (!member) {
        return tl::unexpected(std::move(member.error()));
      }
      if (!*member) {
        return {};
      }
      if (auto kept = keep(**member, tar); !kept) {
        return kept;
      }
    }
  }

  Result<ImageArchive> result() {
    auto described = describe(documents_);
    if (!described) {
      return tl::unexpected(std::move(described.error()));
    }
    if (described->layers.size() > budget_.limits().layers) {
      return failed(Error::Kind::external,
                    fmt::format("an image of more than {} layers", budget_.limits().layers));
    }
    ImageArchive archive;
    archive.image.ref = util::to_printable(described->ref);
    archive.image.digest = described->digest;
    for (const auto& layer : described->layers) {
      if (auto added = add(archive, layer); !added) {
        return tl::unexpected(std::move(added.error()));
      }
    }
    add_totals(archive.image);
    return archive;
  }

private:
  Result<void> keep(const Member& member, TarReader& tar) {
    if (auto fits = budget_.take_member(member.bytes); !fits) {
      return fits;
    }
    const std::string name = normal_path(member.name);
    if (member.kind == MemberKind::symbolic_link) {
      links_[name] = linked_path(name, member.target);
    } else if (member.kind == MemberKind::hard_link) {
      links_[name] = normal_path(member.target);
    } else if (member.kind == MemberKind::file) {
      return keep_file(name, member.bytes, tar);
    }
    return {};
  }

  Result<void> keep_file(const std::string& name, std::uint64_t bytes, TarReader& tar) {
    Replay data(tar);
    const auto beginning = data.look(telling_bytes);
    if (!beginning) {
      return tl::unexpected(beginning.error());
    }
    switch (content_of(name, *beginning)) {
    case Content::document:
      // A list of materials or of packages may be larger; it is none of ours.
      return bytes > budget_.limits().document_bytes ? Result<void>() : keep_document(name, data);
    case Content::layer:
      return keep_layer(name, bytes, data);
    case Content::unknown:
      break;
    }
    return {};
  }

  Result<void> keep_document(const std::string& name, ByteSource& data) {
    std::string& document = documents_[name];
    document.clear();
    while (true) {
      const auto piece = data.next();
      if (!piece) {
        return tl::unexpected(piece.error());
      }
      if (piece->empty()) {
        return {};
      }
      if (auto fits = budget_.take_document(piece->size()); !fits) {
        return fits;
      }
      document += *piece;
    }
  }

  // Not every blob is a layer of this image, so damage counts only where the image names it.
  Result<void> keep_layer(const std::string& name, std::uint64_t bytes, ByteSource& data) {
    auto content = read_layer(data, budget_);
    if (!content && budget_.exhausted()) {
      return tl::unexpected(std::move(content.error()));
    }
    StoredLayer& layer = layers_[name];
    layer = {.content = {}, .stored_bytes = bytes, .damage = {}, .named = false};
    if (content) {
      layer.content = std::move(*content);
    } else {
      layer.damage = std::move(content.error());
    }
    return {};
  }

  StoredLayer* find(std::string name) {
    for (int hop = 0; hop < most_links; ++hop) {
      if (const auto found = layers_.find(name); found != layers_.end()) {
        return &found->second;
      }
      const auto link = links_.find(name);
      if (link == links_.end()) {
        return nullptr;
      }
      name = link->second;
    }
    return nullptr;
  }

  Result<void> add(ImageArchive& archive, const NamedLayer& named) {
    StoredLayer* stored = find(named.member);
    const std::string name = util::shorten(util::to_printable(named.member), longest_name);
    if (stored == nullptr) {
      return failed(Error::Kind::external, fmt::format("layer {} is not there", name));
    }
    if (stored->damage) {
      return tl::unexpected(Error(*stored->damage).in("layer " + name));
    }
    // An image may name one layer a thousand times.
    const std::size_t again =
        std::exchange(stored->named, true) ? stored->content.files.files.size() : 0;
    if (auto fits = budget_.take_paths(again); !fits) {
      return fits;
    }
    model::Layer layer;
    layer.digest = named.digest;
    layer.diff_id = named.diff_id;
    layer.created_by = named.created_by;
    layer.unpacked_bytes = stored->content.unpacked_bytes;
    if (stored->content.compressed) {
      layer.compressed_bytes = stored->stored_bytes;
    }
    archive.image.layers.push_back(std::move(layer));
    archive.layers.push_back(stored->content.files);
    return {};
  }

  static void add_totals(model::Image& image) {
    std::uint64_t unpacked = 0;
    std::optional<std::uint64_t> compressed = 0;
    for (const auto& layer : image.layers) {
      unpacked += layer.unpacked_bytes.value_or(0);
      compressed = compressed && layer.compressed_bytes
                       ? std::optional(*compressed + *layer.compressed_bytes)
                       : std::nullopt;
    }
    image.unpacked_bytes = unpacked;
    image.compressed_bytes = image.layers.empty() ? std::nullopt : compressed;
  }

  Budget budget_;
  Documents documents_;
  std::unordered_map<std::string, StoredLayer> layers_;
  std::unordered_map<std::string, std::string> links_;
};

} // namespace

Result<ImageArchive> read_archive(ByteSource& source, const Limits& limits) {
  Scan scan(limits);
  auto read = scan.read(source);
  if (!read) {
    return tl::unexpected(std::move(read.error()).in("image archive"));
  }
  auto archive = scan.result();
  if (!archive) {
    return tl::unexpected(std::move(archive.error()).in("image archive"));
  }
  return archive;
}

} // namespace tidegate::image
