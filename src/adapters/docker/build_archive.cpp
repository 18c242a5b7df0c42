// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/build_archive.hpp"

#include "adapters/docker/history_record.hpp"
#include "adapters/docker/json_values.hpp"
#include "adapters/docker/status_stream.hpp"
#include "adapters/docker/tar_blobs.hpp"

#include <cstddef>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace tidegate::docker {
namespace {

using nlohmann::json;

constexpr std::string_view record_type = "application/vnd.buildkit.historyrecord.v0";
constexpr std::string_view status_type = "application/vnd.buildkit.status.v0";
constexpr std::string_view attestation_type = "application/vnd.in-toto+json";
constexpr std::string_view predicate_key = "in-toto.io/predicate-type";
constexpr std::string_view provenance_prefix = "https://slsa.dev/provenance/";
constexpr std::size_t max_builds = 1'000;

class ArchiveReader {
public:
  ArchiveReader(TarBlobs blobs, const ArchiveSink& sink)
      : blobs_(std::move(blobs)),
        sink_(sink) {}

  Result<void> run() {
    collect("index.json");
    std::size_t at = 0;
    while (at < indexes_.size()) { // grows while it runs
      collect(indexes_[at]);
      ++at;
    }
    for (const json& manifest : manifests_) {
      read_build(manifest);
    }
    if (builds_ == 0) {
      return failed(Error::Kind::external,
                    blobs_.cut ? "no build record of BuildKit in as much of it as is read"
                               : "no build record of BuildKit in it",
                    "make one with: docker buildx history export --output FILE REF");
    }
    return {};
  }

private:
  [[nodiscard]] const std::string* blob(const std::string& name) const {
    const auto found = blobs_.files.find(name);
    return found == blobs_.files.end() ? nullptr : &found->second;
  }

  // An index names manifests; where it holds several builds, further indexes. Both have the same
  // form, so what has a configuration is a manifest.
  void collect(const std::string& name) {
    const std::string* const text = blob(name);
    if (text == nullptr) {
      return;
    }
    json document = parse_json(*text);
    if (!object_of(document, "config").empty()) {
      manifests_.push_back(std::move(document));
      return;
    }
    for (const json& entry : list_of(document, "manifests")) {
      std::string digest = text_of(entry, "digest");
      if (indexes_.size() < max_builds && seen_.insert(digest).second) {
        indexes_.push_back(std::move(digest));
      }
    }
  }

  void read_build(const json& manifest) {
    const json& config = object_of(manifest, "config");
    const std::string* const text = blob(text_of(config, "digest"));
    if (text == nullptr || text_of(config, "mediaType") != record_type) {
      return;
    }
    auto build = read_history_record(*text);
    if (!build) {
      return;
    }
    ++builds_;
    const ProgressSink progress = sink_.begin();
    for (const json& layer : list_of(manifest, "layers")) {
      read_layer(layer, *build, progress);
    }
    if (blobs_.damaged > 0) {
      build->notices.push_back(fmt::format(
          "{} blobs of the record are damaged (wrong SHA-256) and were left out", blobs_.damaged));
    }
    if (blobs_.too_large > 0) {
      build->notices.push_back(
          fmt::format("{} blobs of the record are too large and were left out", blobs_.too_large));
    }
    if (blobs_.cut) {
      build->notices.emplace_back(
          "the archive is larger than what is read of one; its end was left out");
    }
    sink_.end(std::move(*build));
  }

  void read_layer(const json& layer, RecordedBuild& build, const ProgressSink& progress) {
    const std::string type = text_of(layer, "mediaType");
    const std::string* const content = blob(text_of(layer, "digest"));
    if (type == status_type) {
      if (content == nullptr) {
        build.notices.emplace_back("the record has no readable log, so no steps are known");
      } else if (!read_status_stream(*content, progress)) {
        build.notices.emplace_back("a part of the record's log could not be read");
      }
    }
    if (content == nullptr || type != attestation_type) {
      return;
    }
    if (!text_of(object_of(layer, "annotations"), predicate_key).starts_with(provenance_prefix)) {
      return;
    }
    if (auto provenance = read_provenance(*content)) {
      build.provenance.push_back(std::move(*provenance));
    }
  }

  TarBlobs blobs_;
  const ArchiveSink& sink_;
  std::set<std::string> seen_;
  std::vector<std::string> indexes_; // digests of indexes and manifests, in order
  std::vector<json> manifests_;
  std::size_t builds_{0};
};

} // namespace

Result<void> read_build_archive(int descriptor, const ArchiveSink& sink) {
  auto blobs = read_tar_blobs(descriptor);
  if (!blobs) {
    return tl::unexpected(blobs.error());
  }
  return ArchiveReader(std::move(*blobs), sink).run();
}

} // namespace tidegate::docker
