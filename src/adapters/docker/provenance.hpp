// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/system_usage.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidegate::docker {

struct ProvenanceLayer {
  std::string digest;
  std::optional<std::uint64_t> bytes; // as it is stored; BuildKit says -1 where it did not pack it

  bool operator==(const ProvenanceLayer&) const = default;
};

// What the provenance of `mode=max` tells about one step.
struct ProvenanceStep {
  std::optional<model::SourceLines> lines;
  std::optional<ProvenanceLayer> layer; // the topmost of its file system
  std::optional<model::StepResources> resources;
};

// A base image, a Git or HTTP source.
struct Material {
  std::string uri;    // "pkg:docker/debian@bookworm-slim?platform=linux%2Famd64"
  std::string digest; // "sha256:..."

  bool operator==(const Material&) const = default;
};

struct Provenance {
  std::map<std::string, ProvenanceStep> steps; // by the digest of the vertex
  std::vector<ProvenanceLayer> image_layers;   // of the result; empty where it does not say
  std::vector<Material> materials;
  std::vector<model::SystemSample> system; // in order of time
  std::string platform;                    // of the builder
  std::string dockerfile;                  // as BuildKit names it
  std::string target;
  std::vector<std::string> build_arg_names;
  // The values of the build arguments, by name. They are here to be hidden where they turn up, and
  // for nothing else: BuildKit expands them in the names of the steps.
  std::vector<std::pair<std::string, std::string>> build_arg_values;
  std::optional<Time> started;
  std::optional<Time> finished;
};

// SLSA provenance v0.2 or v1 as BuildKit writes it (solver/llbsolver/provenance/types of
// moby/buildkit), inside an in-toto statement or bare. What it does not tell (`mode=min` names
// neither steps nor lines) stays empty. Error (external): no provenance of BuildKit.
Result<Provenance> read_provenance(std::string_view text);

} // namespace tidegate::docker
