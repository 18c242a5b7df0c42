// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tidegate::report {

// GitHub-flavoured Markdown out of text that may come from anywhere: none of these lets a text end
// its place, make a link, mention somebody, refer to an issue or bring HTML in.

// One line of prose. At most `limit` bytes of the text.
std::string md_text(std::string_view text, std::size_t limit = 500);
// One line in <code>: a span of backticks cannot hold a pipe behind a backslash inside a table.
std::string md_code(std::string_view text, std::size_t limit = 300);
// Several lines, unchanged but for what is not printable, in a fence longer than any run of
// backticks.
std::string md_fence(std::string_view text, std::size_t limit = 8000);
// Cells are Markdown already. `columns`: heading; a leading '>' aligns to the right. A column that
// is empty in all rows is left out.
std::string md_table(const std::vector<std::string>& columns,
                     const std::vector<std::vector<std::string>>& rows);
// Folded away under `title`, which is Markdown in a line; empty where there is nothing to fold.
std::string md_details(std::string_view title, std::string_view markdown);

} // namespace tidegate::report
