// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/docker/engine.hpp"
#include "commands/build/build_inputs.hpp"
#include "commands/build/build_session.hpp"
#include "commands/build/cache_usage.hpp"
#include "commands/build/export_check.hpp"
#include "commands/sharing/merge_base.hpp"
#include "model/build.hpp"
#include "model/dockerfile.hpp"
#include "util/result.hpp"

#include <future>
#include <optional>
#include <string>
#include <vector>

namespace tidegate::commands {

// What a record needs and buildx does not say: the builder, the machine, the Dockerfile and the
// build context, the engine's view of the image, the cache service. Made before the build, so that
// what takes time is asked beside it; answers after it.
class BuildEnquiry {
public:
  explicit BuildEnquiry(const BuildSession& session);

  // Fills in all but what needs the past. Once.
  void answer(model::Build& build);

  // The Dockerfile; without stages where it could not be read. After answer().
  [[nodiscard]] const model::Dockerfile& dockerfile() const { return dockerfile_; }

  // See MergeBaseQuestion.
  [[nodiscard]] const github::MergeBase* merge_base(model::Build& build) {
    return merge_base_.answer(build);
  }

private:
  void add_builder(model::Build& build);
  void add_inputs(model::Build& build);
  void add_cache_service(model::Build& build);
  void add_measurements(model::Build& build);

  const BuildSession& session_;
  docker::BuilderProbe probe_;
  std::future<Result<model::Builder>> builder_; // not asked where it is known already
  ExportCheck export_check_;
  CacheUsage cache_usage_;
  MergeBaseQuestion merge_base_;
  InputsReader inputs_;
  model::Dockerfile dockerfile_;
};

} // namespace tidegate::commands
