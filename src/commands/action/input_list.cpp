// SPDX-License-Identifier: Apache-2.0
#include "commands/action/input_list.hpp"

#include "util/text.hpp"

#include <cstddef>
#include <utility>

namespace tidegate::commands {
namespace {

class CsvReader {
public:
  explicit CsvReader(std::string_view text)
      : text_(text) {}

  Result<std::vector<Record>> read() {
    while (at_ < text_.size()) {
      step();
    }
    if (in_quotes_) {
      return failed(Error::Kind::usage,
                    "a quote is opened and not closed",
                    "put the closing quote, or take the opening one away");
    }
    if (line_has_text()) {
      end_record();
    }
    return std::move(records_);
  }

private:
  [[nodiscard]] char peek(std::size_t ahead) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  [[nodiscard]] bool ends_field(std::size_t ahead) const {
    const char next = peek(ahead);
    return at_ + ahead >= text_.size() || next == ',' || next == '\n'
           || (next == '\r' && peek(ahead + 1) == '\n');
  }

  [[nodiscard]] bool line_has_text() const {
    return was_quoted_ || !field_.empty() || !record_.empty();
  }

  void step() {
    const char c = text_[at_];
    if (in_quotes_) {
      step_in_quotes(c);
    } else if (c == '"' && field_.empty() && !was_quoted_) {
      in_quotes_ = true;
    } else if (c == ',') {
      end_field();
    } else if (c == '\n') {
      end_line();
    } else if (c != '\r' || peek(1) != '\n') {
      field_ += c;
    }
    ++at_;
  }

  void step_in_quotes(char c) {
    if (c != '"') {
      field_ += c;
    } else if (peek(1) == '"') {
      field_ += c;
      ++at_;
    } else {
      in_quotes_ = false;
      was_quoted_ = true;
      if (!ends_field(1)) { // no closing quote then: both belong to the text
        field_ = '"' + field_ + '"';
      }
    }
  }

  void end_field() {
    record_.push_back(std::exchange(field_, {}));
    was_quoted_ = false;
  }

  void end_record() {
    end_field();
    records_.push_back(std::exchange(record_, {}));
  }

  void end_line() {
    if (line_has_text()) {
      end_record();
    }
  }

  std::string_view text_;
  std::size_t at_{0};
  bool in_quotes_{false};
  bool was_quoted_{false};
  std::string field_;
  Record record_;
  std::vector<Record> records_;
};

std::vector<Record> split_lines(std::string_view text) {
  std::vector<Record> records;
  for (std::string& line : util::split(text, '\n')) {
    if (line.ends_with('\r')) {
      line.pop_back();
    }
    records.push_back({std::move(line)});
  }
  return records;
}

void append_items(const Record& record, ListStyle style, std::vector<std::string>& items) {
  Record found{util::join(record, ",")};
  if (style == ListStyle::commas) {
    // A quoted field keeps its commas only beside other fields: build-push-action's rule.
    found = record.size() == 1 ? util::split(record.front(), ',') : record;
  }
  for (std::string& item : found) {
    const std::string_view trimmed = util::trim(item);
    if (trimmed.empty()) {
      continue;
    }
    items.push_back(style == ListStyle::values ? std::move(item) : std::string(trimmed));
  }
}

} // namespace

Result<std::vector<Record>> parse_csv(std::string_view text) {
  return CsvReader(text).read();
}

std::string join_csv(const Record& fields) {
  std::string line;
  for (const std::string& field : fields) {
    line += &field == fields.data() ? "" : ",";
    if (field.find_first_of(",\"\n\r") == std::string::npos) {
      line += field;
      continue;
    }
    line += '"';
    for (const char c : field) {
      line += c == '"' ? std::string("\"\"") : std::string(1, c);
    }
    line += '"';
  }
  return line;
}

Result<std::vector<std::string>> parse_input_list(std::string_view text, ListStyle style) {
  auto records = style == ListStyle::verbatim ? split_lines(text) : parse_csv(text);
  if (!records) {
    return tl::unexpected(std::move(records.error()));
  }
  std::vector<std::string> items;
  for (const Record& record : *records) {
    append_items(record, style, items);
  }
  return items;
}

} // namespace tidegate::commands
