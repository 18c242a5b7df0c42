// SPDX-License-Identifier: Apache-2.0
#include "commands/build/remeasure.hpp"

#include "adapters/actions/run_context.hpp"
#include "adapters/dockerfile/files.hpp"
#include "adapters/posix/scope_guards.hpp"
#include "analysis/metric_values.hpp"
#include "analysis/repeat_plan.hpp"
#include "analysis/repeated_steps.hpp"
#include "analysis/timing.hpp"
#include "commands/build/build_attempts.hpp"
#include "commands/build/build_execution.hpp"
#include "commands/build/build_record.hpp"
#include "commands/build/nameless_image.hpp"
#include "commands/build/repeat_arguments.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <system_error>

namespace tidegate::commands {
namespace {

namespace fs = std::filesystem;

bool is_worth(model::MetricKind kind) {
  using model::MetricKind;
  return kind == MetricKind::build_time || kind == MetricKind::stage_time
         || kind == MetricKind::step_time;
}

// Executed the same steps, so the situation is the same too: a WORKDIR would tell another one.
std::vector<model::MetricValue> comparable_values(const model::Build& second,
                                                  const model::Build& first) {
  std::vector<model::MetricValue> values;
  const auto before = analysis::metric_values(first);
  for (auto& value : analysis::metric_values(second)) {
    const auto same = std::ranges::find(before, value.metric, &model::MetricValue::metric);
    if (is_worth(value.metric.kind) && same != before.end()) {
      value.situation = same->situation;
      values.push_back(std::move(value));
    }
  }
  return values;
}

// Beside a folder there is no image ID; the containerd image store goes by the digest.
const std::string& id_of(const std::string& image_id, const model::Build& build) {
  return image_id.empty() ? build.image.digest : image_id;
}

class SecondBuild {
public:
  SecondBuild(const BuildSession& session,
              const model::Build& first,
              const RemeasureFacts& facts,
              actions::WorkflowLog& log)
      : session_(session),
        first_(first),
        facts_(facts),
        log_(log) {}

  Remeasured measure() {
    if (auto done = make(); !done) {
      result_.measurement.failure = session_.redactors.record.clean(done.error().message);
    }
    return std::move(result_);
  }

private:
  Result<void> make() {
    if (const auto why = why_not_again(session_.arguments); !why.empty()) {
      return failed(Error::Kind::external, why);
    }
    if (const Seconds took = first_.duration.value_or(Seconds{0}); took > facts_.left) {
      return failed(Error::Kind::external,
                    fmt::format("the build took {}, and {} are left to measure again",
                                util::show_duration(took),
                                util::show_duration(facts_.left)));
    }
    const auto folder = posix::TempFolder::make(actions::temp_parent(session_.ports.environment));
    if (!folder) {
      return tl::unexpected(folder.error());
    }
    const auto plan = prepare(folder->path());
    if (!plan) {
      return tl::unexpected(plan.error());
    }
    log_.begin_group("docker buildx build, once more to confirm what it measured");
    const auto display = session_.arguments.progress == "rawjson" ? report::silent_progress()
                                                                  : choose_display(session_, log_);
    const auto execution = execute_build(*plan, session_.ports, *display, [](std::string_view) {});
    log_.end_group();
    if (!execution) {
      return tl::unexpected(execution.error());
    }
    return read(*execution);
  }

  Result<ExecutionPlan> prepare(const fs::path& folder) {
    const auto text = facts_.dockerfile.stages.empty()
                          ? std::nullopt
                          : dockerfile::read_text_file(session_.arguments.request.dockerfile);
    auto repeat = analysis::plan_repeat(first_.steps, facts_.dockerfile, text.value_or(""));
    if (!repeat) {
      return tl::unexpected(repeat.error());
    }
    RepeatOptions options{.cache = repeat->options, .dockerfile = {}, .folder = folder};
    if (!repeat->dockerfile.empty()) {
      options.dockerfile = folder / "Dockerfile";
      if (auto written = write_dockerfile(options.dockerfile, repeat->dockerfile); !written) {
        return tl::unexpected(written.error());
      }
    }
    auto args = repeat_arguments(session_.arguments, session_.options.buildx_args, options);
    if (!args) {
      return tl::unexpected(args.error());
    }
    ExecutionPlan plan;
    plan.buildx_args = std::move(*args);
    plan.metadata_file = folder / "metadata.json";
    plan.iid_file = docker::takes_image_id_file(session_.arguments) ? folder / "iid" : "";
    plan.hidden_variables = session_.options.hidden_variables;
    plan.export_limits = session_.settings.export_limits;
    plan.time_limit = std::chrono::ceil<std::chrono::milliseconds>(facts_.left);
    plan.call_as = [repeat = std::move(*repeat)](std::string_view name) {
      return analysis::first_name(repeat, name);
    };
    return plan;
  }

  // BuildKit looks for the rules of a Dockerfile beside it before it takes those of the context.
  [[nodiscard]] Result<void> write_dockerfile(const fs::path& file, const std::string& text) const {
    std::ofstream(file, std::ios::binary) << text;
    std::error_code error;
    const fs::path rules = session_.arguments.request.dockerfile + ".dockerignore";
    if (fs::exists(rules, error)) {
      fs::copy_file(rules, file.string() + ".dockerignore", error);
    }
    if (error || fs::file_size(file, error) != text.size()) {
      return failed(Error::Kind::external, "the temporary folder cannot be written");
    }
    return {};
  }

  Result<void> read(const Execution& execution) {
    result_.measurement.duration = execution.duration;
    model::Build second =
        make_record(execution, session_.arguments, session_.plan, session_.redactors.record);
    second.runner = first_.runner;
    second.builder = first_.builder;
    analysis::mark_emulated(second);
    if (execution.exit.interrupted) {
      result_.interrupted = execution.exit.interrupted;
      return failed(Error::Kind::external, "it was interrupted");
    }
    if (execution.exit.timed_out) {
      return failed(Error::Kind::external,
                    fmt::format("it was not done after {}", util::show_duration(facts_.left)));
    }
    remove_nameless_image(
        session_.ports.process, id_of(execution.image_id, second), id_of(facts_.image_id, first_));
    if (second.outcome == model::Outcome::canceled) { // Ctrl-C reached buildx before us
      result_.interrupted = second.exit_status.value_or(128) - 128;
      return failed(Error::Kind::external, "it was interrupted");
    }
    if (second.outcome != model::Outcome::success) {
      return failed(Error::Kind::external,
                    "it failed: " + (second.error ? second.error->message : std::string("buildx")));
    }
    if (const auto other = analysis::other_steps(first_.steps, second.steps); !other.empty()) {
      return failed(Error::Kind::external, other);
    }
    analysis::add_what_was_not_repeated(second, first_, facts_.baseline);
    result_.measurement.values = comparable_values(second, first_);
    return {};
  }

  const BuildSession& session_;
  const model::Build& first_;
  const RemeasureFacts& facts_;
  actions::WorkflowLog& log_;
  Remeasured result_;
};

} // namespace

Remeasured remeasure(const BuildSession& session,
                     const model::Build& first,
                     const RemeasureFacts& facts,
                     actions::WorkflowLog& log) {
  return SecondBuild(session, first, facts, log).measure();
}

} // namespace tidegate::commands
