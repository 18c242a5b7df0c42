// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::model {

// One instruction of a Dockerfile.
struct Instruction {
  std::string keyword; // upper case: "RUN"
  // As BuildKit names the step: continuation lines put together with nothing in between, without
  // comments and here-documents.
  std::string text;
  std::vector<std::string> flags;     // "--from=build", "--link", "--mount=type=bind,source=a"
  std::vector<std::string> arguments; // words after the flags; the elements of the JSON form;
                                      // of ARG, ENV and LABEL "NAME=value", quotes kept
  std::vector<std::string> heredocs;  // bodies
  int first_line{0};                  // from 1, both included
  int last_line{0};

  bool operator==(const Instruction&) const = default;
};

struct DockerfileStage {
  std::string name; // of AS, lower case; "stage-<i>" where it has none
  bool named{false};
  std::string base;               // what FROM names, arguments expanded
  std::string platform;           // of --platform, arguments expanded; empty: the target's
  std::vector<Instruction> steps; // FROM first; all, also ENV, ARG, LABEL

  bool operator==(const DockerfileStage&) const = default;
};

struct Dockerfile {
  std::string file;                     // path as the build was given it
  std::string syntax;                   // of `# syntax=`; empty: the builder's own
  char escape{'\\'};                    // of `# escape=`
  std::vector<Instruction> global_args; // ARG before the first FROM
  std::vector<DockerfileStage> stages;
  std::vector<std::string> problems; // "Dockerfile:7: here-document EOF has no end"

  bool operator==(const Dockerfile&) const = default;
};

// The value of a flag: value_of_flag(copy, "from") is "build" for `--from=build`, "" for `--link`.
std::optional<std::string> value_of_flag(const Instruction& instruction, std::string_view name);

// RUN, COPY, ADD and WORKDIR: what BuildKit counts in [stage i/n]. FROM is not among them.
bool is_numbered(const Instruction& instruction);

// Position of the stage before stage `user` (its own position) that `name` means, in any case of
// letters. nullopt: an image or a named context.
std::optional<std::size_t>
stage_called(const Dockerfile& dockerfile, std::string_view name, std::size_t user);

// Whether FROM of this stage names an image, which then is the step [stage 1/n].
bool begins_with_image(const Dockerfile& dockerfile, std::size_t stage);

} // namespace tidegate::model
