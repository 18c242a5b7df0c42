// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "util/time.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace tidegate::util {

// Crockford's base 32, as ULIDs are written: the digit of each five bits.
inline constexpr std::string_view ulid_digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

// ULID (github.com/ulid/spec): 26 characters, sortable by time to the millisecond, 80 random bits
// from the kernel.
std::string new_ulid(Time now);

// `bytes` random bytes from getrandom(2), in lower-case hex.
std::string random_hex(std::size_t bytes);

// 0 to 1, at random: the share of a span of time, so that those who failed together do not come
// back together.
double random_share();

} // namespace tidegate::util
