// SPDX-License-Identifier: Apache-2.0
#include "adapters/docker/failure.hpp"
#include "support/recording.hpp"

#include <doctest/doctest.h>
#include <utility>

using namespace tidegate;
using docker::explain_failure;

namespace {

model::BuildError explain_recording(const std::string& name, int exit_status = 1) {
  const auto recording = test::load_recording(name);
  return explain_failure({.exit_status = exit_status,
                          .plain_lines = recording.plain_lines,
                          .steps = test::fold_of(recording.json_lines).steps()});
}

model::BuildError explain_text(const std::string& line, int exit_status = 1) {
  return explain_failure({.exit_status = exit_status, .plain_lines = {line}, .steps = {}});
}

} // namespace

TEST_CASE("recorded failures are told apart") {
  const std::pair<const char*, const char*> expected[] = {
      {"failed-run", "step_failed"},
      {"disk-full-in-step", "step_failed"},
      {"secret-missing", "step_failed"},
      {"syntax-error", "dockerfile_syntax"},
      {"from-without-image", "dockerfile_syntax"},
      {"empty-dockerfile", "dockerfile_syntax"},
      {"no-dockerfile", "dockerfile_missing"},
      {"no-dockerfile-f", "dockerfile_missing"},
      {"copy-missing", "context"},
      {"context-missing", "context"},
      {"git-context-missing", "context"},
      {"base-image-missing", "base_image"},
      {"syntax-image-missing", "base_image"},
      {"engine-not-running", "engine_unreachable"},
      {"no-such-target", "usage"},
      {"no-such-builder", "usage"},
      {"usage-no-context", "usage"},
      {"usage-unknown-flag", "usage"},
      {"bad-cache-type", "usage"},
      {"bad-output", "usage"},
      {"push-refused", "image_export"},
      {"registry-export-refused", "cache_service"},
      {"gha-export-denied", "cache_service"},
      {"gha-export-500", "cache_service"},
      {"gha-export-429", "cache_service"},
      {"gha-export-refused", "cache_service"},
      {"gha-layer-404", "cache_service"},
      {"canceled-sigint", "canceled"},
      {"killed", "unknown"},
  };
  for (const auto& [name, kind] : expected) {
    CAPTURE(name);
    const auto error = explain_recording(name);
    CHECK(error.kind == kind);
    CHECK_FALSE(error.message.empty());
  }
}

TEST_CASE("a failing RUN points at its line") {
  const auto error = explain_recording("failed-run");
  CHECK(
      error.message
      == R"(process "/bin/sh -c echo \"about to fail\" &&     echo \"error: boom\" >&2 &&     exit 2")"
         " did not complete successfully: exit code: 2");
  CHECK(error.file == "run.Dockerfile");
  CHECK(error.line == 3);
  CHECK(error.excerpt.find(">>>     exit 2") != std::string::npos);
}

TEST_CASE("a syntax error says what BuildKit says and where") {
  const auto error = explain_recording("syntax-error");
  CHECK(error.message
        == "dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)");
  CHECK(error.line == 2);
  CHECK(explain_text("ERROR: failed to solve: dockerfile parse error on line 12: x").line == 12);
}

TEST_CASE("what docker says before BuildKit runs is understood") {
  CHECK(explain_text("docker: 'buildx' is not a docker command.").kind == "buildx_missing");
  CHECK(explain_text("docker: unknown command: docker buildx").kind == "buildx_missing");
  CHECK(explain_text("unknown flag: --progress", 125).kind == "buildx_missing");
  CHECK(explain_text("unknown flag: --progress", 125).message
        == "docker has no buildx: unknown flag: --progress");
  CHECK(explain_text("ERROR: invalid progress mode rawjson").kind == "buildx_too_old");
  CHECK(explain_text("unknown flag: --metadata-file", 125).kind == "buildx_too_old");
  CHECK(explain_text("unknown flag: --nonsense", 125).kind == "usage");
  CHECK(explain_text("permission denied while trying to connect to the Docker daemon socket").kind
        == "engine_unreachable");
  CHECK(explain_text("something never seen", 125).kind == "usage");
}

TEST_CASE("a buildx that answers with plain progress is too old") {
  const std::vector<std::string> lines{"#1 [internal] load build definition from Dockerfile",
                                       "#1 DONE 0.0s"};
  CHECK(docker::is_plain_progress(lines));
  CHECK(explain_failure({.exit_status = 1, .plain_lines = lines, .steps = {}}).kind
        == "buildx_too_old");
  CHECK_FALSE(docker::is_plain_progress({"ERROR: x", "# 1 x", "#", "#1", "#x 1", ""}));
}

TEST_CASE("the cache that a driver cannot export, and a full disk") {
  CHECK(explain_text("ERROR: failed to build: Cache export is not supported for the docker driver.")
            .kind
        == "cache_unsupported");
  CHECK(explain_text("ERROR: failed to solve: write /x: no space left on device").kind
        == "disk_full");
  CHECK(explain_text("ERROR: failed to solve: pull access denied, repository does not exist").kind
        == "base_image");
}

TEST_CASE("a command that quotes other errors is still the step that failed") {
  CHECK(explain_text("ERROR: failed to solve: process \"/bin/sh -c echo no space left on device; "
                     "false\" did not "
                     "complete successfully: exit code: 1")
            .kind
        == "step_failed");
}

TEST_CASE("an exit by a signal is a cancellation whatever was printed") {
  CHECK(explain_text("ERROR: failed to solve: x", 130).kind == "canceled");
  CHECK(explain_text("ERROR: failed to solve: x", 143).kind == "canceled");
}

TEST_CASE("a failed import alone is no cause, a failed export is") {
  model::Step import;
  import.name = "importing cache manifest from gha";
  import.error = "internal";
  CHECK(explain_failure({.exit_status = 1, .plain_lines = {}, .steps = {import}}).kind
        == "unknown");
  model::Step cache;
  cache.name = "exporting to GitHub Actions Cache";
  cache.error = "internal";
  const auto error =
      explain_failure({.exit_status = 1, .plain_lines = {}, .steps = {import, cache}});
  CHECK(error.kind == "cache_service");
  CHECK(error.message == cache.name + ": internal");
}

TEST_CASE("a buildx that says nothing gets a sentence of its own") {
  const auto error = explain_failure({.exit_status = 7, .plain_lines = {}, .steps = {}});
  CHECK(error.kind == "unknown");
  CHECK(error.message == "buildx ended with exit status 7 and gave no reason");
}

TEST_CASE("a message of any length is bounded") {
  CHECK(explain_text("ERROR: " + std::string(1 << 20, 'x')).message.size() <= 4096);
}

TEST_CASE("every kind but canceled and unknown comes with advice") {
  for (const std::string kind : {"docker_missing",
                                 "buildx_missing",
                                 "buildx_too_old",
                                 "engine_unreachable",
                                 "dockerfile_missing",
                                 "dockerfile_syntax",
                                 "context",
                                 "base_image",
                                 "step_failed",
                                 "cache_unsupported",
                                 "cache_service",
                                 "image_export",
                                 "disk_full",
                                 "usage"}) {
    CAPTURE(kind);
    CHECK_FALSE(docker::advice({.kind = kind, .message = "", .line = {}, .file = "", .excerpt = ""})
                    .empty());
  }
  CHECK(docker::advice({.kind = "canceled", .message = "", .line = {}, .file = "", .excerpt = ""})
            .empty());
}
