// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "report/summary.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::report {

// The one comment of a pull request: a hidden marker, a headline over all legs, one section for
// each leg of the matrix. What tells the sections apart and orders them stands in hidden markers
// too, so that every writer can replace its own section and leave the others as they are.

// In order of gravity.
enum class CommentVerdict { pass, built, learning, inconclusive, canceled, warn, fail, broken };

// Whose section it is, and which run measured it.
struct CommentLeg {
  std::string key; // see comment_key()
  std::uint64_t run{0};
  std::uint64_t attempt{0};
  std::uint64_t at{0};     // end of the build, seconds since 1970: of two in one run
  std::uint64_t number{0}; // of the run, for people; 0: unknown
  std::string sha;         // head commit of the pull request, lower-case hex; may be empty
  CommentVerdict verdict{CommentVerdict::built};
  std::optional<std::uint64_t> milliseconds; // that the build took
  std::uint64_t facts{0};                    // differs where the section says something else

  bool operator==(const CommentLeg&) const = default;
};

// Markdown in the order of reading and of worth. Each part closes all markup that it opens.
struct CommentSection {
  CommentLeg leg;
  int cut{0}; // parts that were dropped for want of room, from the last one on
  std::string title;
  std::string facts;
  std::string table;
  std::string details;

  bool operator==(const CommentSection&) const = default;
};

// What a section says beside the record.
struct CommentFrame {
  std::string leg{}; // see comment_key()
  std::uint64_t run_number{0};
  std::string head_sha{}; // empty: that of the record
  bool from_fork{false};
};

// "build (amd64)": one printable line of at most 100 bytes; a longer one ends in a hash.
std::string comment_key(std::string_view leg);

// What tells the section of this build from others of its pull request where nobody named it: the
// workflow, the job, its leg of the matrix, and what is built, without its tag:
// "ci / build (amd64) · app".
std::string default_leg(const model::Build& build);

// The section of one build: verdict, time against the baseline, cache, the first miss and its line,
// the step that got slower; a table of the verdicts; the rest folded away.
CommentSection comment_section(const BuildReport& report, const CommentFrame& frame);

// GitHub refuses a comment of more than 65,536 characters. Counted here in UTF-16 units, which are
// never fewer than characters, with room to spare for what GitHub might add.
inline constexpr std::size_t max_comment_units = 65'000;

struct CommentRules {
  std::string key{"builds"}; // of the comment: [a-z0-9_.]
  // Where a section says the same as before, its text stays, with the time and the run that it
  // tells; whose it is by now (run, attempt, end, commit) goes into its marker nevertheless.
  bool keep_what_is_said{false};
  std::size_t limit{max_comment_units};
};

struct MergedComment {
  std::string body;
  bool changed{false};             // `body` is another than the existing one
  std::size_t older{0};            // own sections that gave way to newer ones
  std::vector<std::string> damage; // what of the existing comment could not be read
};

// The comment with the own sections in it. Others stay word for word; of one leg the newest (run,
// attempt, end of the build) stays. The result does not depend upon the order of writers as long as
// there is room; where there is none, details go first, those of passing legs before others, then
// tables, then facts, and a line says so.
MergedComment merge_comment(std::string_view existing,
                            const std::vector<CommentSection>& own,
                            const CommentRules& rules = {});

struct ParsedComment {
  std::vector<CommentSection> sections;
  std::vector<std::string> damage;
};

// True where the text begins with the hidden marker of such a comment.
bool is_comment(std::string_view body, std::string_view key);
ParsedComment parse_comment(std::string_view body);

// The same verdict and facts, and a time within what a runner varies by.
bool says_the_same(const CommentLeg& before, const CommentLeg& now);

std::size_t utf16_units(std::string_view text);

} // namespace tidegate::report
