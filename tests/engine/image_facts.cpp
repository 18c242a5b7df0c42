// SPDX-License-Identifier: Apache-2.0
// Prints what tidegate says of an image, one fact a line, for image_check.py to compare.
//   image_facts REF RAWJSON        the engine's socket: layers, steps, stages, contents
//   image_facts --archive FILE     an image archive
//   image_facts --caches API REPO  the caches of a repository, with the token any
#include "commands/build/image_facts.hpp"

#include "adapters/curl/curl_http.hpp"
#include "adapters/docker/rawjson.hpp"
#include "adapters/github/caches.hpp"
#include "adapters/posix/posix_environment.hpp"
#include "adapters/posix/posix_process.hpp"
#include "analysis/build_fold.hpp"
#include "analysis/timing.hpp"

#include <atomic>
#include <chrono>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>

using namespace tidegate;

namespace {

std::string text(const std::optional<std::uint64_t>& bytes) {
  return bytes ? std::to_string(*bytes) : "-";
}

void print(const model::Build& build) {
  const auto& image = build.image;
  std::cout << "image " << text(image.unpacked_bytes) << ' ' << text(image.compressed_bytes)
            << '\n';
  for (const auto& layer : image.layers) {
    std::cout << "layer " << layer.diff_id << ' ' << text(layer.unpacked_bytes) << ' '
              << text(layer.compressed_bytes) << ' '
              << (layer.base   ? "base"
                  : layer.step ? build.steps[static_cast<std::size_t>(*layer.step)].name
                               : "-")
              << '\n';
  }
  for (const auto& stage : build.stages) {
    std::cout << "stage " << stage.name << ' ' << text(stage.size_bytes) << '\n';
  }
  if (image.contents) {
    std::cout.precision(17);
    std::cout << "wasted " << image.contents->wasted_bytes << "\ndive "
              << image.contents->dive.efficiency << ' ' << image.contents->dive.size_bytes << ' '
              << image.contents->dive.wasted_bytes << '\n';
  }
  for (const auto& notice : build.notices) {
    std::cout << "notice " << notice << '\n';
  }
}

int print_or_fail(const Result<void>& done, const model::Build& build) {
  if (!done) {
    std::cerr << done.error().message << '\n';
    return 1;
  }
  print(build);
  return 0;
}

std::optional<Time> first_moment(std::optional<Time> before, const model::Progress& progress) {
  for (const auto& vertex : progress.vertexes) {
    if (vertex.started && (!before || *vertex.started < *before)) {
      before = vertex.started;
    }
  }
  return before;
}

int show_engine(ports::Ports ports, const std::string& ref, const std::string& log) {
  analysis::BuildFold fold;
  std::optional<Time> begun;
  std::ifstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    if (const auto progress = docker::parse_rawjson(line)) {
      fold.apply(*progress);
      begun = first_moment(begun, *progress);
    }
  }
  model::Build build;
  build.started = begun; // the engine's cache still holds what earlier builds made
  build.image.ref = ref;
  build.steps = fold.steps();
  build.stages = analysis::stages_of(fold.timed_steps());
  const auto begin = std::chrono::steady_clock::now();
  commands::add_image_facts(ports, build);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  std::cerr << "add_image_facts took " << took.count() << " ms\n";
  return print_or_fail(commands::add_image_contents(ports, build), build);
}

int show_caches(ports::Ports ports, const std::string& api, const std::string& repository) {
  const std::atomic<bool> stop{false};
  const auto usage = github::Caches(ports.http, ports.clock, {api, repository, "any"}).usage(stop);
  if (!usage || !*usage) {
    std::cerr << (usage ? "not allowed" : usage.error().message) << '\n';
    return 1;
  }
  std::cout << "repository " << text((*usage)->repository_bytes) << '\n';
  for (const auto& scope : (*usage)->scopes) {
    std::cout << "scope " << scope.name << ' ' << scope.entries << ' ' << scope.bytes << '\n';
  }
  return 0;
}

} // namespace

int main(int count, char** arguments) {
  if (count != 3 && count != 4) {
    return 2;
  }
  posix::PosixProcess process;
  curl::CurlHttp http;
  posix::PosixClock clock;
  posix::PosixEnvironment environment;
  const ports::Ports ports{process, http, clock, environment};
  const std::string first = arguments[1];
  if (first == "--archive") {
    model::Build build;
    const auto done = commands::add_archive_contents(arguments[2], build);
    return print_or_fail(done, build);
  }
  if (first == "--caches" && count == 4) {
    return show_caches(ports, arguments[2], arguments[3]);
  }
  return show_engine(ports, first, arguments[2]);
}
