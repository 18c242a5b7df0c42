// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/series.hpp"

#include <optional>
#include <string_view>

namespace tidegate::codec {

// A row of gate backtest in the form that nearly all rows have: texts of ASCII without escapes,
// each key once, lists of plain numbers, texts and nulls. What it reads is what parse_series()
// reads of it, several times as fast; the lengths of the lists are not compared. nullopt: not of
// this form, which does not say that it is no JSON.
std::optional<model::Series> read_plain_row(std::string_view line);

} // namespace tidegate::codec
