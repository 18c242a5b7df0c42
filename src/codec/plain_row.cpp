// SPDX-License-Identifier: Apache-2.0
#include "codec/plain_row.hpp"

#include <charconv>
#include <cstddef>
#include <string>
#include <system_error>
#include <vector>

namespace tidegate::codec {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class PlainRow {
public:
  explicit PlainRow(std::string_view line)
      : at_(line.data()),
        end_(line.data() + line.size()) {}

  std::optional<model::Series> read() {
    const bool done = takes('{') && each('}', [this] { return member(); }) && next() == '\0';
    return done && at_ == end_ && named_ && listed_ ? std::optional(std::move(series_))
                                                    : std::nullopt;
  }

private:
  // What follows the blanks; 0 at the end.
  char next() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r')) {
      ++at_;
    }
    return at_ == end_ ? '\0' : *at_;
  }

  bool takes(char wanted) {
    if (next() != wanted) {
      return false;
    }
    ++at_;
    return true;
  }

  // Values with commas between them, up to what closes them.
  template<typename Value>
  bool each(char close, const Value& value) {
    if (takes(close)) {
      return true;
    }
    do {
      if (!value()) {
        return false;
      }
    } while (takes(','));
    return takes(close);
  }

  template<typename Value>
  bool list(const Value& value) {
    return takes('[') && each(']', value);
  }

  bool member() {
    const auto key = text();
    if (!key || !takes(':')) {
      return false;
    }
    if (*key == "series" || *key == "values") {
      return *key == "series" ? name() : values();
    }
    if (*key == "timestamps" || *key == "hosts") {
      return texts(*key == "hosts" ? series_.hosts : series_.times);
    }
    return *key == "confirmations" ? confirmations() : other();
  }

  bool name() {
    const auto found = named_ ? std::nullopt : text();
    named_ = found.has_value();
    series_.name = found.value_or("");
    return named_;
  }

  bool values() {
    if (listed_) {
      return false;
    }
    listed_ = true;
    // Most numbers of a row are as long as the first ones: one piece of memory for all.
    constexpr std::ptrdiff_t shortest = 8;
    series_.values.reserve(static_cast<std::size_t>((end_ - at_) / shortest));
    return list([this] {
      const auto found = number();
      series_.values.push_back(found.value_or(0));
      return found.has_value();
    });
  }

  bool texts(std::vector<std::string>& into) {
    return into.empty() && list([&] {
             const auto found = next() == '"' ? text() : whole_number();
             into.emplace_back(found.value_or(""));
             return found.has_value();
           });
  }

  bool confirmations() {
    return series_.confirmations.empty() && list([this] {
             const bool none = next() == 'n';
             const auto found = none ? std::nullopt : number();
             series_.confirmations.push_back(found);
             return none ? null() : found.has_value();
           });
  }

  // The value of another key: passed over.
  bool other() {
    const char first = next();
    if (first == '"') {
      return text().has_value();
    }
    return first == 'n' ? null() : number().has_value();
  }

  bool null() {
    constexpr std::string_view word = "null";
    const bool found =
        std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(word);
    at_ += found ? word.size() : 0;
    return found;
  }

  std::optional<std::string_view> text() {
    if (!takes('"')) {
      return std::nullopt;
    }
    const char* const begin = at_;
    constexpr char first_printable = ' '; // and a byte beyond ASCII is less, or may be
    while (at_ != end_ && *at_ != '"' && *at_ != '\\' && is_ascii(*at_)
           && *at_ >= first_printable) {
      ++at_;
    }
    if (at_ == end_ || *at_ != '"') {
      return std::nullopt;
    }
    const std::string_view found(begin, static_cast<std::size_t>(at_ - begin));
    ++at_;
    return found;
  }

  static bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80U; }

  bool digits() {
    const char* const begin = at_;
    while (at_ != end_ && is_digit(*at_)) {
      ++at_;
    }
    return at_ != begin;
  }

  // A number as JSON writes them, of which from_chars() reads more forms. Too large or too small
  // for a double is none.
  std::optional<double> number() {
    next();
    const char* const begin = at_;
    at_ += at_ != end_ && *at_ == '-' ? 1 : 0;
    const bool zero = at_ != end_ && *at_ == '0';
    const char* const whole = at_;
    if (!digits() || (zero && at_ - whole > 1)) {
      return std::nullopt;
    }
    if (at_ != end_ && *at_ == '.') {
      ++at_;
      if (!digits()) {
        return std::nullopt;
      }
    }
    if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
      return std::nullopt; // rare
    }
    double value = 0;
    const auto read = std::from_chars(begin, at_, value);
    return read.ec == std::errc() && read.ptr == at_ ? std::optional(value) : std::nullopt;
  }

  // As text: what is written another way than it is read would be another text.
  std::optional<std::string_view> whole_number() {
    constexpr std::ptrdiff_t most_digits = 18; // of 64 bits
    const char* const begin = at_;
    const bool plain =
        digits() && at_ - begin <= most_digits && (*begin != '0' || at_ - begin == 1);
    const bool ends = at_ == end_ || (*at_ != '.' && *at_ != 'e' && *at_ != 'E');
    return plain && ends
               ? std::optional(std::string_view(begin, static_cast<std::size_t>(at_ - begin)))
               : std::nullopt;
  }

  const char* at_;
  const char* end_;
  model::Series series_;
  bool named_{false};
  bool listed_{false};
};

} // namespace

std::optional<model::Series> read_plain_row(std::string_view line) {
  return PlainRow(line).read();
}

} // namespace tidegate::codec
