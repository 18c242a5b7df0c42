// SPDX-License-Identifier: Apache-2.0
#include "codec/event_stamp.hpp"

#include <nlohmann/json.hpp>
#include <optional>

namespace tidegate::codec {
namespace {

using nlohmann::json;

// Each function says whether to read on.
class StampReader : public nlohmann::json_sax<json> {
public:
  bool null() override { return value(); }

  bool boolean(bool /*value*/) override { return value(); }

  bool number_integer(number_integer_t /*value*/) override { return value(); }

  bool number_unsigned(number_unsigned_t /*value*/) override { return value(); }

  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return value(); }

  bool binary(binary_t& /*value*/) override { return value(); }

  bool start_object(std::size_t /*members*/) override { return open(); }

  bool start_array(std::size_t /*elements*/) override { return depth_ > 0 && open(); }

  bool end_object() override { return close(); }

  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    wanted_ = nullptr;
    if (depth_ == 1 && (name == "id" || name == "timestamp")) {
      wanted_ = name == "id" ? &id : &timestamp;
    }
    return true;
  }

  bool string(string_t& text) override {
    if (wanted_ != nullptr && !wanted_->has_value()) {
      *wanted_ = std::move(text);
    }
    wanted_ = nullptr;
    return !(id && timestamp);
  }

  bool parse_error(std::size_t /*position*/,
                   const std::string& /*token*/,
                   const json::exception& /*why*/) override {
    return false;
  }

  std::optional<std::string> id;
  std::optional<std::string> timestamp;

private:
  // Of another kind than wanted: nothing can come of it.
  [[nodiscard]] bool value() const { return wanted_ == nullptr; }

  bool open() {
    ++depth_;
    return value();
  }

  bool close() {
    --depth_;
    return true;
  }

  std::optional<std::string>* wanted_{nullptr};
  int depth_{0};
};

} // namespace

Result<EventStamp> read_event_stamp(std::string_view line) {
  StampReader reader;
  json::sax_parse(line, &reader);
  if (!reader.id || !reader.timestamp) {
    return failed(Error::Kind::usage, R"(event: no "id" and "timestamp" at its beginning)");
  }
  const auto time = util::parse_rfc3339(*reader.timestamp);
  if (!time) {
    return failed(Error::Kind::usage, R"(event: "timestamp" is not a time (RFC 3339))");
  }
  return EventStamp{.id = std::move(*reader.id), .timestamp = *time};
}

} // namespace tidegate::codec
