// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.hpp"
#include "model/dockerfile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::analysis {

const model::DockerfileStage* stage_named(const model::Dockerfile& dockerfile,
                                          std::string_view name);

// The stage that FROM continues; nullptr where it is an image.
const model::DockerfileStage* parent_of(const model::Dockerfile& dockerfile,
                                        const model::DockerfileStage& stage);

// BuildKit counts FROM where it names an image, and ADD, COPY, RUN and WORKDIR, from 1. nullptr
// where the stage has no such step.
const model::Instruction*
instruction_of(const model::Dockerfile& dockerfile, std::string_view stage, int index);

// Whether ARG declares the name above the step, in its stage or in one that it continues: from then
// on it is part of the environment of each RUN.
bool declares_argument(const model::Dockerfile& dockerfile,
                       std::string_view stage,
                       int index,
                       std::string_view name);

// The marks of all ENV, ARG, USER and SHELL lines, for the next build to compare.
std::vector<model::SettingMark> setting_marks(const model::Dockerfile& dockerfile);

// Names of the variables in an instruction, in the order of their places: "$NAME", "${NAME:-x}".
// `literals` is the text around them: one more than there are names.
struct Template {
  std::vector<std::string> literals;
  std::vector<std::string> names;
};

Template template_of(std::string_view instruction);

} // namespace tidegate::analysis
