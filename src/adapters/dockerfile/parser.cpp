// SPDX-License-Identifier: Apache-2.0
#include "adapters/dockerfile/parser.hpp"

#include "adapters/dockerfile/characters.hpp"
#include "adapters/dockerfile/heredoc.hpp"
#include "adapters/dockerfile/instruction.hpp"
#include "adapters/dockerfile/line_reader.hpp"
#include "adapters/dockerfile/scope.hpp"
#include "util/text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <fmt/format.h>

namespace tidegate::dockerfile {
namespace {

constexpr std::size_t most_bytes = std::size_t{4} << 20U;
constexpr std::size_t most_instructions = 10000;
constexpr std::size_t most_stages = 1000;
constexpr std::size_t most_problems = 20;

constexpr std::array<std::string_view, 18> keywords{"ADD",
                                                    "ARG",
                                                    "CMD",
                                                    "COPY",
                                                    "ENTRYPOINT",
                                                    "ENV",
                                                    "EXPOSE",
                                                    "FROM",
                                                    "HEALTHCHECK",
                                                    "LABEL",
                                                    "MAINTAINER",
                                                    "ONBUILD",
                                                    "RUN",
                                                    "SHELL",
                                                    "STOPSIGNAL",
                                                    "USER",
                                                    "VOLUME",
                                                    "WORKDIR"};

bool is_stage_name(std::string_view name) {
  const auto belongs = [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_' || c == '.';
  };
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z'
         && std::ranges::all_of(name, belongs);
}

class Parser {
public:
  Parser(std::string_view text, const ParseOptions& options)
      : reader_(text.substr(0, most_bytes)),
        global_(options) {
    result_.file = options.file;
    if (text.size() > most_bytes) {
      note(0, "the file is larger than 4 MiB; what follows is not read");
    }
  }

  model::Dockerfile parse() {
    std::size_t count = 0;
    while (const auto line = reader_.next()) {
      if (++count > most_instructions) {
        note(line->first, "more than 10000 instructions; what follows is not read");
        break;
      }
      add(*line);
    }
    if (!reader_.problem().empty()) {
      note(reader_.line(), reader_.problem());
    }
    result_.syntax = reader_.directives().syntax();
    result_.escape = escape();
    if (result_.stages.empty()) {
      note(0, "no FROM: there is nothing to build");
    }
    return std::move(result_);
  }

private:
  [[nodiscard]] char escape() const { return reader_.directives().escape(); }

  void note(int line, std::string_view what) {
    if (result_.problems.size() < most_problems) {
      result_.problems.push_back(line == 0 ? fmt::format("{}: {}", result_.file, what)
                                           : fmt::format("{}:{}: {}", result_.file, line, what));
    }
  }

  void add(const LogicalLine& line) {
    model::Instruction instruction = split_instruction(line.text, escape());
    instruction.first_line = line.first;
    read_heredocs(instruction);
    instruction.last_line = reader_.line();
    if (std::ranges::find(keywords, instruction.keyword) == keywords.end()) {
      note(line.first,
           "unknown instruction " + util::shorten(util::to_printable(instruction.keyword), 40));
      return;
    }
    if (instruction.keyword == "FROM") {
      begin_stage(std::move(instruction));
    } else if (!result_.stages.empty()) {
      result_.stages.back().steps.push_back(std::move(instruction));
    } else if (instruction.keyword == "ARG") {
      global_.apply_global(instruction, escape());
      result_.global_args.push_back(std::move(instruction));
    } else {
      note(line.first, instruction.keyword + " before the first FROM");
    }
  }

  void read_heredocs(model::Instruction& instruction) {
    if (instruction.text.find("<<") == std::string::npos
        || !may_have_heredocs(instruction, escape())) {
      return;
    }
    for (const auto& mark : heredoc_marks(instruction.text)) {
      auto body = reader_.heredoc(mark.name, mark.strip_tabs);
      if (!body) {
        note(instruction.first_line,
             "here-document " + util::shorten(util::to_printable(mark.name), 40) + " has no end");
        return;
      }
      instruction.heredocs.push_back(std::move(*body));
    }
  }

  // "FROM base", "FROM base AS name"
  void begin_stage(model::Instruction from) {
    if (result_.stages.size() == most_stages) {
      note(from.first_line, "more than 1000 stages");
      return;
    }
    model::DockerfileStage stage;
    stage.name = fmt::format("stage-{}", result_.stages.size());
    const auto& words = from.arguments;
    if (words.size() == 3 && to_upper(words[1]) == "AS") {
      stage.named = true;
      stage.name = to_lower(words[2]);
    }
    const bool well_formed = words.size() == 1 || stage.named;
    if (!well_formed || (stage.named && !is_stage_name(stage.name))) {
      note(from.first_line, "FROM needs an image, or an image, AS and a name");
    }
    stage.base = words.empty() ? "" : expanded(words.front(), from.first_line);
    const auto platform = model::value_of_flag(from, "platform");
    stage.platform = platform ? expanded(*platform, from.first_line) : "";
    stage.steps.push_back(std::move(from));
    result_.stages.push_back(std::move(stage));
  }

  std::string expanded(const std::string& word, int line) {
    const auto value = global_.expand(word, escape());
    if (!value || value->text.empty()) {
      note(line, "FROM names nothing with the arguments of this build");
      return word;
    }
    return value->text;
  }

  LineReader reader_;
  Scope global_;
  model::Dockerfile result_;
};

void add_platform(NamedValues& values, const std::string& prefix, const std::string& platform) {
  const std::vector<std::string> parts = util::split(platform, '/');
  const auto part = [&](std::size_t i) { return i < parts.size() ? parts[i] : std::string(); };
  values.emplace_back(prefix + "PLATFORM", platform);
  values.emplace_back(prefix + "OS", part(0));
  values.emplace_back(prefix + "ARCH", part(1));
  values.emplace_back(prefix + "VARIANT", part(2));
}

} // namespace

NamedValues platform_arguments(const ParseOptions& options) {
  NamedValues values;
  add_platform(values, "BUILD", options.build_platform);
  add_platform(
      values, "TARGET", options.platform.empty() ? options.build_platform : options.platform);
  values.emplace_back("TARGETSTAGE", options.target.empty() ? "default" : options.target);
  return values;
}

model::Dockerfile parse_dockerfile(std::string_view text, const ParseOptions& options) {
  return Parser(text, options).parse();
}

} // namespace tidegate::dockerfile
