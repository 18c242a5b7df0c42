// SPDX-License-Identifier: Apache-2.0
#include "analysis/step_name.hpp"

#include <doctest/doctest.h>

using namespace tidegate::analysis;

TEST_CASE("the only stage without a name is stage-0") {
  const StepName name = parse_step_name("[2/3] COPY a.txt /");
  CHECK(name.stage == "stage-0");
  CHECK(name.index == 2);
  CHECK(name.total == 3);
  CHECK(name.instruction == "COPY a.txt /");
  CHECK(name.platform.empty());
  CHECK(name.phase == Phase::execute);
  CHECK(name.normalised == "[2/3] COPY a.txt /");
}

TEST_CASE("a step says platform, stage, position and instruction") {
  const StepName name = parse_step_name("[linux/arm64 build 3/5] RUN make");
  CHECK(name.platform == "linux/arm64");
  CHECK(name.stage == "build");
  CHECK(name.index == 3);
  CHECK(name.total == 5);
  CHECK(name.instruction == "RUN make");
}

TEST_CASE("a cross-built step keeps both platforms, a variant is part of the platform") {
  CHECK(parse_step_name("[linux/amd64->arm64 build 2/2] RUN x").platform == "linux/amd64->arm64");
  CHECK(parse_step_name("[linux/arm/v7 2/2] RUN x").platform == "linux/arm/v7");
  CHECK(parse_step_name("[linux/arm/v7 2/2] RUN x").stage == "stage-0");
}

TEST_CASE("the padding of the index does not make another name") {
  const StepName name = parse_step_name("[build  3/12] RUN make");
  CHECK(name.normalised == "[build 3/12] RUN make");
  CHECK(name.index == 3);
  CHECK(parse_step_name("[ 3/12] RUN make").stage == "stage-0");
}

TEST_CASE("FROM resolves, and its digest is no part of the name") {
  const std::string hex(64, 'a');
  const StepName name =
      parse_step_name("[base 1/2] FROM docker.io/library/debian:bookworm-slim@sha256:" + hex);
  CHECK(name.phase == Phase::resolve);
  CHECK(name.instruction == "FROM docker.io/library/debian:bookworm-slim");
  CHECK(name.normalised == "[base 1/2] FROM docker.io/library/debian:bookworm-slim");
  CHECK(parse_step_name("[internal] load metadata for x/y:1@sha256:" + hex).normalised
        == "[internal] load metadata for x/y:1");
  CHECK(parse_step_name("[1/1] FROM x@sha256:abc").instruction == "FROM x@sha256:abc");
}

TEST_CASE("a digest that the Dockerfile gives to RUN stays") {
  const std::string run = "[2/2] RUN check @sha256:" + std::string(64, 'b');
  CHECK(parse_step_name(run).normalised == run);
}

TEST_CASE("the merge half of COPY --link bears the name of its copy") {
  const StepName link = parse_step_name("[stage-1 2/7] LINK COPY --link a.txt /a");
  CHECK(link.link);
  CHECK(link.normalised == parse_step_name("[stage-1 2/7] COPY --link a.txt /a").normalised);
  CHECK_FALSE(parse_step_name("[stage-1 2/7] COPY --link a.txt /a").link);
}

TEST_CASE("names that BuildKit draws anew for each run become one") {
  CHECK(parse_step_name("importing cache manifest from gha:17342232793655611457").normalised
        == "importing cache manifest from gha");
  CHECK(parse_step_name("importing cache manifest from local:2022197182964103073").normalised
        == "importing cache manifest from local");
  CHECK(parse_step_name("importing cache manifest from user/app:20261121").normalised
        == "importing cache manifest from user/app:20261121");
  CHECK(parse_step_name("importing cache manifest from 127.0.0.1:5000/x:cache").normalised
        == "importing cache manifest from 127.0.0.1:5000/x:cache");
  CHECK(parse_step_name("[internal] load git source https://h/r.git#" + std::string(40, 'c'))
            .normalised
        == "[internal] load git source https://h/r.git#<commit>");
}

TEST_CASE("BuildKit's own vertices belong to a phase and to no stage") {
  const auto phase = [](std::string_view text) {
    CHECK(parse_step_name(text).index == 0);
    CHECK(parse_step_name(text).instruction.empty());
    return parse_step_name(text).phase;
  };
  CHECK(phase("[internal] load build definition from Dockerfile") == Phase::load_context);
  CHECK(phase("[internal] load .dockerignore") == Phase::load_context);
  CHECK(phase("[internal] load build context") == Phase::load_context);
  CHECK(phase("[internal] load remote build context") == Phase::load_context);
  CHECK(phase("[context other] load from client") == Phase::load_context);
  CHECK(phase("[context other] load .dockerignore") == Phase::load_context);
  CHECK(phase("[context src] https://h/r.git") == Phase::load_context);
  CHECK(phase("[context img] debian:bookworm-slim") == Phase::resolve);
  CHECK(phase("[context img] load metadata for debian") == Phase::resolve);
  CHECK(phase("[internal] load metadata for docker.io/library/debian:12") == Phase::resolve);
  CHECK(phase("[linux/amd64 internal] load metadata for debian") == Phase::resolve);
  CHECK(phase("[auth] library/debian:pull token for mirror.example") == Phase::resolve);
  CHECK(phase("resolve image config for docker-image://docker.io/docker/dockerfile:1")
        == Phase::resolve);
  CHECK(phase("docker-image://docker.io/docker/dockerfile:1") == Phase::resolve);
  CHECK(phase("FROM docker.io/tonistiigi/binfmt:v1") == Phase::resolve);
  CHECK(phase("importing cache manifest from gha:1") == Phase::cache_import);
  CHECK(phase("[internal] preparing inline document") == Phase::execute);
  CHECK(phase("[linux/amd64] generating sbom using x") == Phase::execute);
  CHECK(phase("exporting to image") == Phase::export_image);
  CHECK(phase("exporting to oci image format") == Phase::export_image);
  CHECK(phase("exporting to client directory") == Phase::export_image);
  CHECK(phase("importing to docker") == Phase::export_image);
  CHECK(phase("pushing user/app:1 with docker") == Phase::export_image);
  CHECK(phase("merging manifest list user/app:1") == Phase::export_image);
  CHECK(phase("exporting to GitHub Actions Cache") == Phase::cache_export);
  CHECK(phase("exporting cache to registry") == Phase::cache_export);
  CHECK(phase("exporting cache to client directory") == Phase::cache_export);
  CHECK(phase("exporting content cache") == Phase::cache_export);
  CHECK(phase("[internal] booting buildkit") == Phase::other);
  CHECK(phase("resolving provenance for metadata file") == Phase::other);
}

TEST_CASE("a bake puts the target into the bracket") {
  CHECK(parse_step_name("[web build 2/3] RUN make").stage == "web build");
  CHECK(parse_step_name("[web internal] load build context").phase == Phase::load_context);
  CHECK(parse_step_name("[web] exporting to image").phase == Phase::export_image);
}

TEST_CASE("text that is no step name is its own name") {
  for (const std::string_view text : {"",
                                      "[",
                                      "[]",
                                      "[] ",
                                      "] ",
                                      "[0/3] RUN",
                                      "[4/0] RUN x",
                                      "[-1/2] x",
                                      "[+1/2] x",
                                      "[1/99999999999] x",
                                      "[a/b] x",
                                      "[1/2]RUN"}) {
    CAPTURE(text);
    CHECK(parse_step_name(text).index == 0);
    CHECK(parse_step_name(text).phase == Phase::other);
  }
}
