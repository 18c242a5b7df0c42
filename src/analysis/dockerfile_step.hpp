// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "model/context.hpp"
#include "model/dockerfile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::analysis {

// The stage whose steps carry that name; nullptr where there is none, or more than one.
const model::DockerfileStage* stage_named(const model::Dockerfile& dockerfile,
                                          std::string_view name);

// The stage that FROM continues; nullptr where it is an image.
const model::DockerfileStage* parent_of(const model::Dockerfile& dockerfile,
                                        const model::DockerfileStage& stage);

// Whether ARG declares the name above the step, in its stage or in one that it continues: from then
// on it is part of the environment of each RUN. Of a step without lines: anywhere in its stage.
bool declares_argument(const model::Dockerfile& dockerfile,
                       const model::Step& step,
                       std::string_view name);

// The marks of all ENV, ARG, USER and SHELL lines, for the next build to compare. The steps have
// their lines.
std::vector<model::SettingMark> setting_marks(const model::Dockerfile& dockerfile,
                                              const std::vector<model::Step>& steps);

// Names of the variables in an instruction, in the order of their places: "$NAME", "${NAME:-x}".
// `literals` is the text around them: one more than there are names.
struct Template {
  std::vector<std::string> literals;
  std::vector<std::string> names;
};

Template template_of(std::string_view instruction);

} // namespace tidegate::analysis
