// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_enquiry.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/docker/build_history.hpp"
#include "adapters/posix/machine.hpp"
#include "analysis/bound.hpp"
#include "analysis/cache_trouble.hpp"
#include "analysis/dockerfile_lines.hpp"
#include "analysis/timing.hpp"
#include "commands/build/context_check.hpp"
#include "commands/build/image_facts.hpp"
#include "commands/build/provenance_parts.hpp"
#include "commands/build/record_parts.hpp"
#include "util/beside.hpp"

#include <utility>

namespace tidegate::commands {
namespace {

std::vector<model::CacheOption> all_caches(const BuildSession& session) {
  auto caches = session.arguments.cache_from;
  const auto& exports = session.arguments.cache_to;
  caches.insert(caches.end(), exports.begin(), exports.end());
  return caches;
}

// The engine's view of the image: sizes, layers, and the steps that made them.
void add_image(model::Build& build, const BuildSession& session) {
  const std::string name = build.image.digest.empty() ? build.image.ref : build.image.digest;
  if (name.empty()) {
    return;
  }
  const std::size_t notices = build.notices.size();
  if (session.settings.image_detail != model::ImageDetail::off) {
    add_image_facts(session.ports, build, session.redactors.record);
  }
  const bool told_why = build.notices.size() > notices;
  if (!build.image.size_bytes
      && !told_why) { // not behind a local socket: the docker program may know it
    if (const auto size = docker::image_size(session.ports, name)) {
      build.image.size_bytes = *size;
    } else {
      build.notices.push_back("image size unknown: " + size.error().message);
    }
  }
  if (session.settings.image_detail == model::ImageDetail::contents
      && !build.image.layers.empty()) {
    if (const auto read = add_image_contents(session.ports, build, session.redactors.record);
        !read) {
      build.notices.push_back("the files of the image are not known: " + read.error().message);
    }
  }
}

} // namespace

BuildEnquiry::BuildEnquiry(const BuildSession& session)
    : session_(session),
      probe_(session.ports, session.arguments.builder),
      export_check_(session.ports, used_exports(session), session.access),
      cache_usage_(session.ports, all_caches(session), session.options.github_token),
      merge_base_(session.ports, session.options.github_token),
      inputs_(session.arguments, session.options.buildx_args, session.ports.environment) {
  if (!probe_.cached()) { // docker needs a quarter of a second to tell it
    builder_ = util::beside([this] { return probe_.ask(); });
  }
}

void BuildEnquiry::answer(model::Build& build) {
  build.runner = posix::read_runner(session_.ports.environment);
  build.run = actions::read_run(session_.ports.environment);
  redact_names(build, actions::secret_redactor(session_.ports.environment));
  add_builder(build);
  add_inputs(build);
  analysis::mark_emulated(build);
  add_cache_service(build);
  if (build.outcome == model::Outcome::success) {
    add_image(build, session_);
    add_measurements(build);
  }
  check_context(build, session_.settings);
}

void BuildEnquiry::add_builder(model::Build& build) {
  if (!builder_.valid()) {
    build.builder = probe_.cached().value_or(model::Builder{});
  } else if (auto asked = builder_.get()) {
    build.builder = *asked;
  } else {
    build.notices.push_back("builder unknown: " + asked.error().message);
  }
}

void BuildEnquiry::add_inputs(model::Build& build) {
  const auto& redactor = session_.redactors.record;
  auto known = inputs_.answer();
  dockerfile_ = std::move(known.dockerfile);
  analysis::assign_lines(build.steps, dockerfile_);
  analysis::place_inputs(known.inputs.copies, build.steps, dockerfile_);
  const auto sent = build.context.sent_bytes;
  build.inputs = std::move(known.inputs);
  build.context = std::move(known.context);
  build.context.sent_bytes = sent;
  redact_inputs(build, redactor);
  for (const auto& notice : known.notices) {
    build.notices.push_back(redactor.clean(notice));
  }
}

// What the steps used of the machine. docker takes half a second to tell it, which is below one
// percent of a build that long.
void BuildEnquiry::add_measurements(model::Build& build) {
  constexpr Seconds worth_asking{60};
  if (build.build_ref.empty() || build.duration.value_or(Seconds{0}) < worth_asking) {
    return;
  }
  const auto ref = docker::parse_history_ref(build.build_ref);
  const auto kept = ref ? docker::read_build_history(session_.ports.process, *ref, {})
                        : tl::unexpected(ref.error());
  if (!kept) {
    build.notices.push_back("what the steps used of the machine is unknown: "
                            + kept.error().message);
    return;
  }
  for (const auto& provenance : kept->provenance) {
    add_provenance(build, provenance);
  }
  analysis::add_bounds(build.steps);
}

void BuildEnquiry::add_cache_service(model::Build& build) {
  if (build.outcome == model::Outcome::success && build.cache.exported) {
    for (const auto& trouble : export_check_.troubles()) {
      analysis::add_trouble(build.cache, trouble);
    }
  }
  cache_usage_.add_to(build);
}

} // namespace tidegate::commands
