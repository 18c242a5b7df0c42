// SPDX-License-Identifier: Apache-2.0
#include "adapters/image/documents.hpp"

#include "adapters/image/path.hpp"
#include "codec/parse_json.hpp"
#include "model/created_by.hpp"
#include "util/text.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

namespace tidegate::image {
namespace {

using nlohmann::json;

constexpr std::string_view blobs = "blobs/";
constexpr int deepest_index = 4;
constexpr std::size_t longest_instruction = 4096;

const json& nothing() {
  static const json empty;
  return empty;
}

const json& at(const json& value, const char* key) {
  if (!value.is_object()) {
    return nothing();
  }
  const auto found = value.find(key);
  return found == value.end() ? nothing() : *found;
}

const json& list_at(const json& value, const char* key) {
  const json& found = at(value, key);
  static const json empty = json::array();
  return found.is_array() ? found : empty;
}

std::string text(const json& value) {
  const auto* found = value.get_ptr<const std::string*>();
  return found == nullptr ? std::string() : *found;
}

std::string text_at(const json& value, const char* key) {
  return text(at(value, key));
}

json parsed(const Documents& documents, const std::string& member) {
  const auto found = documents.find(member);
  return found == documents.end() ? json() : codec::parse_json(found->second);
}

// "sha256:12ab" <-> "blobs/sha256/12ab"
std::string member_of(const std::string& digest) {
  const auto colon = digest.find(':');
  return colon == std::string::npos
             ? std::string()
             : std::string(blobs) + digest.substr(0, colon) + "/" + digest.substr(colon + 1);
}

std::string digest_of(std::string_view member) {
  if (!member.starts_with(blobs)) {
    return {};
  }
  std::string digest(member.substr(blobs.size()));
  const auto slash = digest.find('/');
  if (slash == std::string::npos) {
    return {};
  }
  digest[slash] = ':';
  return digest;
}

std::vector<std::string> instructions(const json& config) {
  std::vector<std::string> list;
  for (const json& step : list_at(config, "history")) {
    if (at(step, "empty_layer") != true) {
      list.push_back(
          util::shorten(util::to_valid_utf8(model::without_arguments(text_at(step, "created_by"))),
                        longest_instruction));
    }
  }
  return list;
}

// The history is optional: where it does not fit the layers, it tells nothing about them.
void add_config(ImageDescription& image, const json& config) {
  const json& diff_ids = list_at(at(config, "rootfs"), "diff_ids");
  const auto made_by = instructions(config);
  const bool fits = made_by.size() == image.layers.size();
  for (std::size_t i = 0; i < image.layers.size(); ++i) {
    if (diff_ids.size() == image.layers.size()) {
      image.layers[i].diff_id = text(diff_ids[i]);
    }
    image.layers[i].created_by = fits ? made_by[i] : "";
  }
}

std::string first_digest(const json& index) {
  const json& manifests = list_at(index, "manifests");
  return manifests.size() == 1 ? text_at(manifests[0], "digest") : std::string();
}

std::optional<ImageDescription> from_docker(const Documents& documents) {
  const json manifest = parsed(documents, "manifest.json");
  if (!manifest.is_array() || manifest.empty() || !at(manifest[0], "Layers").is_array()) {
    return std::nullopt;
  }
  ImageDescription image;
  image.digest = first_digest(parsed(documents, "index.json"));
  const json& tags = list_at(manifest[0], "RepoTags");
  image.ref = tags.empty() ? "" : text(tags[0]);
  for (const json& layer : list_at(manifest[0], "Layers")) {
    std::string member = normal_path(text(layer));
    image.layers.push_back(
        {.member = member, .digest = digest_of(member), .diff_id = {}, .created_by = {}});
  }
  add_config(image, parsed(documents, normal_path(text_at(manifest[0], "Config"))));
  return image;
}

bool is_attestation(const json& descriptor) {
  return text_at(at(descriptor, "annotations"), "vnd.docker.reference.type")
             == "attestation-manifest"
         || text_at(at(descriptor, "platform"), "os") == "unknown";
}

struct Found {
  json manifest;
  std::string digest;
};

// The first image that an index names itself; where it names none, `deeper` is the first index in
// it.
std::optional<Found> image_in(const json& index, const Documents& documents, json& deeper) {
  for (const json& descriptor : list_at(index, "manifests")) {
    const std::string digest = text_at(descriptor, "digest");
    json document = is_attestation(descriptor) ? json() : parsed(documents, member_of(digest));
    if (at(document, "layers").is_array()) {
      return Found{std::move(document), digest};
    }
    if (deeper.is_null() && at(document, "manifests").is_array()) {
      deeper = std::move(document);
    }
  }
  return std::nullopt;
}

// The first image below an index, which may hold further indexes; what lies in another archive
// (other platforms) is passed over.
std::optional<Found> first_image(const Documents& documents, json index) {
  for (int depth = 0; depth < deepest_index; ++depth) {
    json deeper;
    if (auto found = image_in(index, documents, deeper)) {
      return found;
    }
    index = std::move(deeper);
  }
  return std::nullopt;
}

std::string name_of(const json& descriptor) {
  const json& annotations = at(descriptor, "annotations");
  std::string name = text_at(annotations, "io.containerd.image.name");
  return name.empty() ? text_at(annotations, "org.opencontainers.image.ref.name") : name;
}

std::string name_in(const json& index) {
  for (const json& descriptor : list_at(index, "manifests")) {
    if (std::string name = name_of(descriptor); !name.empty()) {
      return name;
    }
  }
  return {};
}

std::optional<ImageDescription> from_layout(const Documents& documents) {
  const json index = parsed(documents, "index.json");
  auto found = first_image(documents, index);
  if (!found) {
    return std::nullopt;
  }
  ImageDescription image;
  image.ref = name_in(index);
  image.digest = found->digest;
  for (const json& layer : list_at(found->manifest, "layers")) {
    const std::string digest = text_at(layer, "digest");
    image.layers.push_back(
        {.member = member_of(digest), .digest = digest, .diff_id = {}, .created_by = {}});
  }
  add_config(image, parsed(documents, member_of(text_at(at(found->manifest, "config"), "digest"))));
  return image;
}

} // namespace

Result<ImageDescription> describe(const Documents& documents) {
  if (auto image = from_docker(documents)) {
    return *image;
  }
  if (auto image = from_layout(documents)) {
    return *image;
  }
  return failed(Error::Kind::external,
                "neither manifest.json of docker save nor an image behind index.json of an OCI "
                "layout",
                "make one with: docker save --output image.tar IMAGE");
}

} // namespace tidegate::image
