// SPDX-License-Identifier: Apache-2.0
#include "commands/build/build_inputs.hpp"

#include "adapters/docker/argument_words.hpp"
#include "adapters/docker/option_values.hpp"
#include "adapters/dockerfile/context.hpp"
#include "adapters/dockerfile/files.hpp"
#include "adapters/dockerfile/inputs.hpp"
#include "adapters/dockerfile/tree.hpp"
#include "util/beside.hpp"
#include "util/text.hpp"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

namespace tidegate::commands {
namespace {

namespace fs = std::filesystem;

bool is_folder(const std::string& path) {
  std::error_code error;
  return !path.empty() && path != "-" && fs::is_directory(path, error);
}

// BuildKit takes `dockerfile` where there is no `Dockerfile`.
std::optional<std::string> read_dockerfile(const std::string& file) {
  auto text = dockerfile::read_text_file(file);
  const fs::path path(file);
  if (!text && path.filename() == "Dockerfile") {
    text = dockerfile::read_text_file(path.parent_path() / "dockerfile");
  }
  return text;
}

// tidegate is built for the processor that it runs on, and so is a builder on the same machine.
std::string machine_platform() {
#if defined(__aarch64__)
  return "linux/arm64";
#else
  return "linux/amd64";
#endif
}

} // namespace

InputsReader::InputsReader(const docker::BuildArguments& arguments,
                           const std::vector<std::string>& buildx_args,
                           const ports::Environment& environment)
    : answer_(util::beside([this, question = ask(arguments, buildx_args, environment)] {
        return read(question);
      })) {}

InputsReader::~InputsReader() {
  give_up_ = true;
}

InputsAnswer InputsReader::answer() {
  constexpr auto patience = std::chrono::seconds(1);
  answer_.wait_for(patience);
  give_up_ = true;
  return answer_.get();
}

void InputsReader::read_flags(const std::vector<std::string>& buildx_args, Question& question) {
  for (const auto& argument : docker::read_words(buildx_args, {})) {
    if (argument.kind != docker::Argument::Kind::flag) {
      continue;
    }
    const std::string value = argument.value.value_or("");
    if (argument.name == "no-cache") {
      question.inputs.no_cache = !argument.value || docker::parse_go_bool(value).value_or(false);
    } else if (argument.name == "no-cache-filter") {
      const auto stages = util::split(value, ',');
      auto& all = question.inputs.no_cache_stages;
      all.insert(all.end(), stages.begin(), stages.end());
    } else if (argument.name == "build-context") {
      question.named_contexts.push_back(value.substr(0, value.find('=')));
    }
  }
}

InputsReader::Question InputsReader::ask(const docker::BuildArguments& arguments,
                                         const std::vector<std::string>& buildx_args,
                                         const ports::Environment& environment) {
  Question question;
  const auto& request = arguments.request;
  // The Dockerfile of a remote context lies there too.
  if (is_folder(request.context)) {
    question.context = request.context;
    question.dockerfile = request.dockerfile == "-" ? "" : request.dockerfile;
  }
  for (const auto& [name, given] : arguments.build_args) {
    const auto value = given ? given : environment.get(name);
    if (value) {
      question.options.build_args.emplace_back(name, *value);
    }
  }
  question.options.file = request.dockerfile;
  question.options.target = request.target;
  question.options.platform = request.platform.substr(0, request.platform.find(','));
  question.options.build_platform = machine_platform();
  read_flags(buildx_args, question);
  return question;
}

InputsAnswer InputsReader::read(const Question& question) const {
  InputsAnswer answer;
  answer.inputs = question.inputs;
  answer.inputs.arguments = dockerfile::mark_arguments(question.options.build_args);
  const auto text =
      question.dockerfile.empty() ? std::nullopt : read_dockerfile(question.dockerfile);
  if (!text) {
    return answer;
  }
  answer.dockerfile = dockerfile::parse_dockerfile(*text, question.options);
  const dockerfile::GiveUp give_up = [this] { return give_up_.load(std::memory_order_relaxed); };
  const auto rules = dockerfile::read_ignore_rules(question.context, question.dockerfile);
  const auto tree = dockerfile::ContextTree::read(question.context, rules, give_up);
  if (!tree) {
    return answer;
  }
  auto read = dockerfile::read_copy_inputs(*tree,
                                           {.dockerfile = answer.dockerfile,
                                            .options = question.options,
                                            .named_contexts = question.named_contexts},
                                           give_up);
  answer.inputs.copies = std::move(read.copies);
  answer.notices = std::move(read.notices);
  answer.context = dockerfile::describe_context(*tree, give_up);
  return answer;
}

} // namespace tidegate::commands
