// SPDX-License-Identifier: Apache-2.0
#include "commands/build/image_facts.hpp"

#include "adapters/docker/cache_records.hpp"
#include "adapters/docker/image_layers.hpp"
#include "adapters/docker/image_stream.hpp"
#include "adapters/image/chunk_pipe.hpp"
#include "adapters/image/image_archive.hpp"
#include "analysis/file_system_steps.hpp"
#include "analysis/image_layers.hpp"
#include "analysis/image_waste.hpp"
#include "analysis/stage_sizes.hpp"
#include "util/beside.hpp"

#include <algorithm>
#include <cstdint>
#include <future>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace tidegate::commands {
namespace {

constexpr std::string_view from_keyword = "FROM ";
constexpr std::size_t most_bases = 3; // 5 ms each

const std::string& name_of(const model::Image& image) {
  return image.digest.empty() ? image.ref : image.digest;
}

std::optional<std::uint64_t> base_size(const model::Image& image) {
  std::optional<std::uint64_t> sum;
  for (const auto& layer : image.layers) {
    if (layer.base && !layer.unpacked_bytes) {
      return std::nullopt;
    }
    if (layer.base) {
      sum = sum.value_or(0) + *layer.unpacked_bytes;
    }
  }
  return sum;
}

// The base of the final image is measured already.
const model::Step* base_step(const model::Build& build) {
  const auto own = std::ranges::find_if(build.image.layers,
                                        [](const auto& layer) { return layer.step.has_value(); });
  if (own == build.image.layers.end()) {
    return nullptr;
  }
  const auto from = analysis::file_system_steps(build.steps, *own->step).from;
  return from ? &build.steps[static_cast<std::size_t>(*from)] : nullptr;
}

analysis::BaseSizes base_sizes(ports::Ports ports, const model::Build& build) {
  analysis::BaseSizes sizes;
  const model::Step* final_base = base_step(build);
  const auto final_size = base_size(build.image);
  if (final_base != nullptr && final_size) {
    sizes[final_base->base_digest] = *final_size;
  }
  std::size_t asked = 0;
  for (const auto& step : build.steps) {
    if (step.base_digest.empty() || sizes.contains(step.base_digest) || asked == most_bases
        || !step.instruction.starts_with(from_keyword)) {
      continue;
    }
    ++asked;
    const auto size = docker::unpacked_size(ports, step.instruction.substr(from_keyword.size()));
    if (size && *size) {
      sizes[step.base_digest] = **size;
    }
  }
  return sizes;
}

using CacheRecords = Result<std::vector<model::CacheRecord>>;

void add_sizes_of_stages(ports::Ports ports, model::Build& build, const CacheRecords& records) {
  if (!records) {
    build.notices.push_back("the sizes of the stages are not known: " + records.error().message);
    return;
  }
  const auto bases = records->empty() ? analysis::BaseSizes() : base_sizes(ports, build);
  analysis::add_stage_sizes(build, *records, bases);
}

void clean(std::vector<model::Layer>& layers, const util::Redactor& redactor) {
  for (model::Layer& layer : layers) {
    layer.created_by = redactor.clean(layer.created_by);
  }
}

// Where the engine told the layers, the archive adds to them: its own sizes count files, the
// engine's count blocks.
void merge(model::Build& build, const image::ImageArchive& archive) {
  auto& layers = build.image.layers;
  const auto& told = archive.image.layers;
  const bool same = std::ranges::equal(layers, told, [](const auto& left, const auto& right) {
    return left.diff_id == right.diff_id;
  });
  if (!same || layers.empty()) {
    layers = told;
    build.image.unpacked_bytes = archive.image.unpacked_bytes;
    analysis::assign_steps(build.image, build.steps);
  } else {
    for (std::size_t i = 0; i < layers.size(); ++i) {
      layers[i].digest = told[i].digest;
      layers[i].compressed_bytes = told[i].compressed_bytes;
    }
  }
  auto& image = build.image;
  image.compressed_bytes =
      image.compressed_bytes ? image.compressed_bytes : archive.image.compressed_bytes;
  image.ref = image.ref.empty() ? archive.image.ref : image.ref;
  image.digest = image.digest.empty() ? archive.image.digest : image.digest;
  image.contents = analysis::image_contents(layers, archive.layers);
}

// The engine's answer goes through a pipe to its reader.
Result<image::ImageArchive> archive_from_engine(ports::Ports ports, const std::string& name) try {
  image::ChunkPipe pipe;
  std::thread writer([&] {
    auto done =
        docker::stream_image(ports, name, [&](std::string_view piece) { return pipe.push(piece); });
    pipe.finish(done ? std::nullopt : std::optional(std::move(done.error())));
  });
  auto archive = image::read_archive(pipe);
  pipe.leave();
  writer.join();
  return archive;
} catch (const std::system_error& error) {

  return failed(Error::Kind::external,
                std::string("no thread can be had to read the image: ") + error.what());
}

} // namespace

// The engine needs as long for the records of its cache as for the image: it is asked for both at
// once.
void add_image_facts(ports::Ports ports, model::Build& build, const util::Redactor& redactor) {
  std::future<CacheRecords> records;
  if (build.stages.size() > 1) {
    records = util::beside([&ports] { return docker::cache_records(ports); });
  }
  auto found = docker::image_layers(ports, name_of(build.image));
  if (!found) {
    build.notices.push_back("image size unknown: " + found.error().message);
    return;
  }
  if (*found) {
    auto& image = build.image;
    image.size_bytes = (*found)->size_bytes;
    image.compressed_bytes = (*found)->compressed_bytes;
    image.unpacked_bytes = (*found)->unpacked_bytes;
    image.layers = std::move((*found)->layers);
    clean(image.layers, redactor);
    analysis::assign_steps(image, build.steps);
  }
  if (records.valid()) {
    add_sizes_of_stages(ports, build, records.get());
  }
}

Result<void>
add_image_contents(ports::Ports ports, model::Build& build, const util::Redactor& redactor) {
  auto archive = archive_from_engine(ports, name_of(build.image));
  if (!archive) {
    return tl::unexpected(std::move(archive.error()));
  }
  clean(archive->image.layers, redactor);
  merge(build, *archive);
  for (model::WastedPath& wasted : build.image.contents->wasted) {
    wasted.path = redactor.clean(wasted.path);
  }
  return {};
}

Result<void> add_archive_contents(const std::string& path, model::Build& build) {
  auto archive = image::read_archive_file(path);
  if (!archive) {
    return tl::unexpected(std::move(archive.error()));
  }
  merge(build, *archive);
  return {};
}

} // namespace tidegate::commands
