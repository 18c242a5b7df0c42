// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "analysis/prediction.hpp"
#include "analysis/prediction_replay.hpp"
#include "model/series.hpp"
#include "model/verdict.hpp"

#include <string>
#include <string_view>

namespace tidegate::analysis {

// What a verdict of the rule "prediction" says to people. Names of steps and stages, reasons and
// actors are texts of others: one line, printable, shortened.

std::string show_metric_value(double value, model::Unit unit);

// "build took 1m 24s, measured again 1m 23s"
std::string told_measurement(const NewValue& value);

// The same and what it was compared with; of a verdict with evidence.
std::string told_comparison(const NewValue& value, const model::Verdict& verdict);

// Of a verdict that has no evidence yet.
std::string
told_learning(const NewValue& value, const model::Verdict& verdict, const PredictionReplay& replay);

// Why a value that looks too slow is not red; the evidence is in the scale that was judged.
std::string_view told_doubt(const model::SeriesEvidence& evidence);

// "faster for good: ...", "fixed: ...", "creeping: ..."; empty: none of them.
std::string told_news(const NewValue& value,
                      const model::PointVerdict& point,
                      const model::Verdict& verdict,
                      const PredictionReplay& replay);

// "accepted by ACTOR: REASON"
std::string told_acceptance(const model::Acceptance& accepted);

} // namespace tidegate::analysis
