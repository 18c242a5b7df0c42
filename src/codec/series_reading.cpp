// SPDX-License-Identifier: Apache-2.0
#include "codec/plain_row.hpp"
#include "codec/series_json.hpp"
#include "codec/strange_numbers.hpp"

#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace tidegate::codec {
namespace {

using nlohmann::json;

// Takes the row as it is parsed: a tree of a hostile line would be many times its size.
class RowReader : public nlohmann::json_sax<json> {
public:
  bool null() override { return scalar({}); }

  bool boolean(bool) override { return scalar({}); }

  bool number_integer(number_integer_t value) override {
    return number(static_cast<double>(value), value);
  }

  bool number_unsigned(number_unsigned_t value) override {
    return number(static_cast<double>(value), value);
  }

  bool number_float(number_float_t value, const string_t&) override { return number(value, value); }

  bool string(string_t& text) override {
    if (depth_ == 1 && field_ == Field::name) {
      series.name = text;
      named = true;
    }
    return scalar({.number = {}, .text = text});
  }

  bool binary(binary_t&) override { return scalar({}); }

  bool start_object(std::size_t) override {
    is_object = is_object || depth_ == 0;
    return nested();
  }

  bool start_array(std::size_t) override {
    if (depth_ == 1) {
      list_ = field_;
      listed = listed || field_ == Field::values;
    }
    return nested();
  }

  bool key(string_t& name) override {
    if (depth_ == 1) {
      begin_field(name);
    }
    return true;
  }

  bool end_object() override { return left(); }

  bool end_array() override { return left(); }

  bool parse_error(std::size_t position, const std::string&, const json::exception&) override {
    stopped_at = position;
    return false;
  }

  model::Series series;
  std::size_t stopped_at{0}; // bytes that were read where it is no JSON
  bool is_object{false};
  bool named{false};
  bool listed{false}; // there is a list of values

  [[nodiscard]] std::size_t depth() const { return depth_; }

private:
  enum class Field { other, name, values, times, hosts, confirmations };

  struct Scalar {
    std::optional<double> number;
    std::string text;
  };

  // A key that comes twice: the later one holds.
  void begin_field(const std::string& name) {
    field_ = Field::other;
    if (name == "series") {
      field_ = Field::name;
    } else if (name == "values") {
      field_ = Field::values;
      series.values.clear();
    } else if (name == "timestamps") {
      field_ = Field::times;
      series.times.clear();
    } else if (name == "hosts") {
      field_ = Field::hosts;
      series.hosts.clear();
    } else if (name == "confirmations") {
      field_ = Field::confirmations;
      series.confirmations.clear();
    }
  }

  template<typename Number>
  bool number(double value, Number shown) {
    if (depth_ == 2 && list_ == Field::values) { // nearly all there is
      series.values.push_back(value);
      return true;
    }
    const bool as_text = list_ == Field::times || list_ == Field::hosts;
    return scalar({.number = value, .text = as_text ? fmt::format("{}", shown) : std::string()});
  }

  bool scalar(Scalar value) {
    if (depth_ != 2) {
      return true;
    }
    switch (list_) {
    case Field::values:
      series.values.push_back(value.number.value_or(std::numeric_limits<double>::quiet_NaN()));
      break;
    case Field::times:
      series.times.push_back(std::move(value.text));
      break;
    case Field::hosts:
      series.hosts.push_back(std::move(value.text));
      break;
    case Field::confirmations:
      series.confirmations.push_back(value.number);
      break;
    case Field::name:
    case Field::other:
      break;
    }
    return true;
  }

  // A list or an object inside a list is one value of it that is none.
  bool nested() {
    scalar({});
    ++depth_;
    return true;
  }

  bool left() {
    --depth_;
    if (depth_ == 1) {
      list_ = Field::other;
    }
    return true;
  }

  std::size_t depth_{0};
  Field field_{Field::other};
  Field list_{Field::other};
};

std::string wrong_length(std::string_view key, std::size_t length, std::size_t values) {
  return length == 0 || length == values
             ? ""
             : fmt::format("\"{}\" has {} entries for {} values", key, length, values);
}

std::string problem_of(const model::Series& series) {
  const std::size_t values = series.values.size();
  for (const auto& [key, length] : {std::pair("timestamps", series.times.size()),
                                    std::pair("hosts", series.hosts.size()),
                                    std::pair("confirmations", series.confirmations.size())}) {
    if (auto problem = wrong_length(key, length, values); !problem.empty()) {
      return problem;
    }
  }
  return {};
}

std::string problem_of(const RowReader& row) {
  if (!row.is_object) {
    return "not a JSON object";
  }
  if (!row.named) {
    return "\"series\" is missing, or not a text";
  }
  return row.listed ? "" : "\"values\" is missing, or not a list";
}

// Any row that JSON allows.
Result<model::Series> read_any_row(std::string_view line) {
  RowReader row;
  if (!json::sax_parse(line, &row)) {
    row = RowReader();
    const std::string usual = without_strange_numbers(line);
    if (!json::sax_parse(usual, &row)) {
      const bool is_cut = row.depth() > 0 && row.stopped_at > usual.size();
      return failed(Error::Kind::usage, is_cut ? "not JSON: it is cut off at its end" : "not JSON");
    }
  }
  if (auto problem = problem_of(row); !problem.empty()) {
    return failed(Error::Kind::usage, std::move(problem));
  }
  return std::move(row.series);
}

} // namespace

Result<model::Series> parse_series(std::string_view line) {
  auto plain = read_plain_row(line);
  auto series = plain ? Result<model::Series>(std::move(*plain)) : read_any_row(line);
  if (series) {
    if (auto problem = problem_of(*series); !problem.empty()) {
      return failed(Error::Kind::usage, std::move(problem));
    }
  }
  return series;
}

} // namespace tidegate::codec
