// SPDX-License-Identifier: Apache-2.0
// What tidegate reads from a Dockerfile and its context, for comparison with a real engine.
//   dockerfile_tool lines DOCKERFILE [NAME=VALUE...]   steps on stdin, "digest TAB name" each
//   dockerfile_tool context FOLDER DOCKERFILE          paths that would be sent
//   dockerfile_tool inputs FOLDER DOCKERFILE           what each COPY reads; its time on stderr
#include "adapters/dockerfile/context.hpp"
#include "adapters/dockerfile/files.hpp"
#include "adapters/dockerfile/inputs.hpp"
#include "adapters/dockerfile/parser.hpp"
#include "analysis/dockerfile_lines.hpp"
#include "analysis/step_name.hpp"

#include <chrono>
#include <iostream>
#include <span>
#include <string>

using namespace tidegate;

namespace {

bool never() {
  return false;
}

int print_lines(const std::string& file, std::span<char*> arguments) {
  dockerfile::ParseOptions options{.file = file};
  for (const std::string argument : arguments) {
    const std::size_t equals = argument.find('=');
    options.build_args.emplace_back(argument.substr(0, equals), argument.substr(equals + 1));
  }
  const auto read =
      dockerfile::parse_dockerfile(dockerfile::read_text_file(file).value_or(""), options);
  std::vector<model::Step> steps;
  for (std::string line; std::getline(std::cin, line);) {
    const std::size_t tab = line.find('\t');
    const auto name = analysis::parse_step_name(line.substr(tab + 1));
    model::Step step;
    step.digest = line.substr(0, tab);
    step.stage = name.stage;
    step.index = name.index;
    step.total = name.total;
    step.instruction = name.instruction;
    step.platform = name.platform;
    steps.push_back(std::move(step));
  }
  analysis::assign_lines(steps, read);
  for (const auto& step : steps) {
    std::cout << step.digest << ' ' << (step.lines ? step.lines->first : 0) << ' '
              << (step.lines ? step.lines->last : 0) << '\n';
  }
  for (const auto& problem : read.problems) {
    std::cerr << problem << '\n';
  }
  return 0;
}

int print_context(const std::string& folder, const std::string& file) {
  const auto rules = dockerfile::read_ignore_rules(folder, file);
  const auto tree = dockerfile::ContextTree::read(folder, rules, never);
  for (std::size_t node = 1; tree && node < tree->nodes().size(); ++node) {
    std::cout << tree->path_of(node) << '\n';
  }
  return tree ? 0 : 1;
}

int print_inputs(const std::string& folder, const std::string& file) {
  const dockerfile::ParseOptions options{.file = file};
  const auto read =
      dockerfile::parse_dockerfile(dockerfile::read_text_file(file).value_or(""), options);
  const auto begin = std::chrono::steady_clock::now();
  const auto rules = dockerfile::read_ignore_rules(folder, file);
  const auto tree = dockerfile::ContextTree::read(folder, rules, never);
  if (!tree) {
    return 1;
  }
  const auto inputs =
      dockerfile::read_copy_inputs(*tree, {.dockerfile = read, .options = options}, never);
  const auto context = dockerfile::describe_context(*tree, never);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  for (const auto& copy : inputs.copies) {
    std::cout << copy.stage << ' ' << copy.index << ' ' << copy.digest << ' ' << copy.entries.size()
              << '\n';
    for (const auto& entry : copy.entries) {
      std::cout << "  " << entry.digest << ' ' << entry.path << '\n';
    }
  }
  std::cerr << context.files.value_or(0) << " files, " << context.bytes.value_or(0) << " bytes, "
            << took.count() << " ms\n";
  return 0;
}

} // namespace

int main(int argc, char** argv) {
  const std::span<char*> words(argv, static_cast<std::size_t>(argc));
  const std::string what = words.size() > 2 ? words[1] : "";
  if (what == "lines") {
    return print_lines(words[2], words.subspan(3));
  }
  if (words.size() == 4 && what == "context") {
    return print_context(words[2], words[3]);
  }
  if (words.size() == 4 && what == "inputs") {
    return print_inputs(words[2], words[3]);
  }
  std::cerr << "usage: dockerfile_tool lines|context|inputs ...\n";
  return 2;
}
