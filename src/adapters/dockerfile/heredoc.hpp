// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::dockerfile {

struct HeredocMark {
  std::string name;
  bool strip_tabs{false}; // <<-
};

// "<<EOF", "3<<-'EOF'", "<< EOF": one word of an instruction. nullopt: no here-document.
std::optional<HeredocMark> parse_heredoc_mark(std::string_view word);

// All that one instruction begins, in order.
std::vector<HeredocMark> heredoc_marks(std::string_view line);

} // namespace tidegate::dockerfile
