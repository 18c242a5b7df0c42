// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::sqlite {

// A time zone as this machine's zone files (TZif, RFC 8536) describe it. The libc could do this
// only through TZ, which is the whole process's, and g++ 12 has no zone database of its own.
//
// Only the table of transitions is read, not the rule for the years behind it: the files of the
// usual distributions reach to 2037. Whatever cannot be converted stays UTC and says so.
class Zone {
public:
  // UTC where the zone or its file is unknown or unreadable; see name().
  static Zone load(const std::string& name, const std::string& folder = "/usr/share/zoneinfo");
  // From the bytes of a zone file; UTC where they make no sense.
  static Zone parse(const std::string& name, std::string_view bytes);

  [[nodiscard]] const std::string& name() const {
    return name_;
  } // "UTC" where it could not be read

  struct Local {
    std::string text; // ISO 8601 with offset: 2026-11-21T01:18:45.624+01:00
    std::string zone; // that the text is in: name() or "UTC"
  };

  [[nodiscard]] Local local(Time time) const;

private:
  struct Span {
    std::int64_t from;   // seconds since 1970
    std::int32_t offset; // seconds east of UTC
  };

  std::string name_{"UTC"};
  std::vector<Span> spans_;
  bool open_ended_{false}; // the last span has no end
};

} // namespace tidegate::sqlite
