// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"

#include <optional>
#include <string>

namespace tidegate::report {

// nullptr where the build has no such step.
const model::Step* step_at(const model::Build& build, int position);

// "Dockerfile:12", or empty.
std::string step_place(const model::Step& step);

// "RUN npm ci" of "[deps 3/5] RUN npm ci"; BuildKit's own vertices keep their name.
std::string step_work(const model::Step& step);

// "RUN npm ci"; on one of several platforms "RUN npm ci (linux/arm64)".
std::string step_title(const model::Build& build, const model::Step& step);

// The cause in words: "files of the build context changed".
std::string cause_words(model::MissCause cause);

// What made steps run that the cache could have saved.
struct Why {
  const model::Step* step{nullptr}; // where it began; nullptr in a first build
  std::string sentence;             // "package-lock.json changed, so 4 steps ran again (48.2s)"
};

// Of the miss that cost most; nullopt where nothing missed.
std::optional<Why> why(const model::Build& build);
std::string why_sentence(const model::Miss& miss);

} // namespace tidegate::report
