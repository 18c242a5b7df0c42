// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/verdict.hpp"

#include <string>
#include <vector>

namespace tidegate::report {

// What the summaries say of verdicts, worked out once for Markdown and text. None of it is escaped.

// The verdicts that are worth a line of their own, gravest first, and one sentence about the
// others: stages and steps that are as usual, and what is beyond `most`.
struct ShownVerdicts {
  std::vector<const model::Verdict*> shown;
  std::string folded; // "37 parts as usual, 3 parts learning"; empty: none
};

ShownVerdicts shown_verdicts(const std::vector<model::Verdict>& verdicts, std::size_t most);

// Beside the reason of a verdict that is not a pass: which step is responsible, what of the past
// did not count, what the gate can see, what to do. Of a pass its news alone.
std::vector<std::string> verdict_notes(const model::Verdict& verdict,
                                       const std::vector<model::Verdict>& all);

// The arithmetic of one verdict, to be redone by hand; a line each.
std::vector<std::string> explanation(const model::Verdict& verdict);

} // namespace tidegate::report
