// SPDX-License-Identifier: Apache-2.0
#include "commands/gate_backtest.hpp"

#include "adapters/actions/workflow_log.hpp"
#include "adapters/posix/input_file.hpp"
#include "analysis/series/backtest.hpp"
#include "analysis/series/many_metrics.hpp"
#include "analysis/series/oddities.hpp"
#include "codec/series_json.hpp"
#include "commands/gate_backtest_log.hpp"
#include "report/backtest_text.hpp"
#include "util/lines.hpp"
#include "util/text.hpp"
#include "util/units.hpp"

#include <cstddef>
#include <fmt/format.h>
#include <map>
#include <string>
#include <string_view>

namespace tidegate::commands {
namespace {

constexpr std::size_t longest_line = 16U << 20U; // a million values
constexpr int most_told = 20;
constexpr std::size_t most_names = 100'000;
constexpr std::size_t longest_name = 60;
constexpr auto row_shape = R"(a row is one line: {"series": "name", "values": [1.5, 1.6]})";

model::SeriesRule rule_of(const GateBacktestOptions& options) {
  return analysis::judged_together(
      model::series_rule(options.profile.value_or(model::SeriesProfile::default_rule)),
      options.together.value_or(1));
}

std::string option_of_the_log(const GateBacktestOptions& options) {
  const SettingsOverrides& settings = options.settings;
  if (!settings.config.empty()) {
    return "--config";
  }
  if (settings.events_dir || settings.store) {
    return settings.store ? "--store" : "--events-dir";
  }
  return options.since == GateBacktestOptions().since ? "" : "--since";
}

class BacktestRun {
public:
  BacktestRun(const GateBacktestOptions& options, ports::Ports ports)
      : options_(options),
        ports_(ports),
        log_(ports.environment),
        rule_{.rule = rule_of(options), .confirm_with_next = options.confirm_with_next} {}

  Result<int> run() {
    for (const auto& file : options_.files) {
      read(file);
    }
    if (remarks_ > most_told) {
      note(fmt::format("{} more like these", remarks_ - most_told));
    }
    if (options_.format == Format::text && rows_ > 0) {
      log_.answer(report::backtest_text(outcomes_));
    }
    return ending();
  }

private:
  void read(const std::string& path) {
    const auto file = posix::InputFile::open(path);
    if (!file) {
      tell(file.error().message);
      return;
    }
    util::LineSplitter lines(longest_line);
    const std::string name = path == "-" ? "standard input" : path;
    int number = 0;
    const auto sink = [&](const util::LineSplitter::Line& line) { take(name, ++number, line); };
    const auto done = file->each_chunk([&](std::string_view chunk) { lines.feed(chunk, sink); });
    lines.finish(sink);
    if (!done) {
      tell(done.error().message);
    }
  }

  void take(const std::string& file, int number, const util::LineSplitter::Line& line) {
    if (util::trim(line.text).empty()) {
      return;
    }
    if (line.cut) {
      tell(fmt::format("{}:{}: longer than {}", file, number, util::show_bytes(longest_line)));
      return;
    }
    const auto series = codec::parse_series(line.text);
    if (!series) {
      tell(fmt::format("{}:{}: {}", file, number, series.error().message));
      return;
    }
    ++rows_;
    remark_on(*series, fmt::format("{}:{}", file, number));
    auto outcome = analysis::backtest(*series, rule_);
    if (options_.format == Format::json) {
      ports_.environment.out(codec::to_json(outcome) + "\n");
    } else {
      outcomes_.push_back(std::move(outcome));
    }
  }

  // What does not keep the row from being judged.
  void remark_on(const model::Series& series, const std::string& place) {
    const auto found = analysis::oddities(series);
    if (found.invalid > 0) {
      remark(
          fmt::format("{}: {} of {} values are left out, as they are no positive number; the first "
                      "is number {}",
                      place,
                      found.invalid,
                      series.values.size(),
                      found.first_invalid + 1));
    }
    if (found.back > 0) {
      remark(fmt::format(
          "{}: the clock goes back {}, first at timestamp {}; judged in the order of the "
          "row",
          place,
          util::counted(static_cast<int>(found.back), "time"),
          found.first_back + 1));
    }
    if (places_.size() < most_names) {
      const auto [known, is_new] = places_.try_emplace(series.name, place);
      if (!is_new) {
        remark(fmt::format("{}: \"{}\" is also the series of {}; each row is judged alone",
                           place,
                           util::shorten(series.name, longest_name),
                           known->second));
      }
    }
  }

  void remark(const std::string& text) {
    if (++remarks_ <= most_told) {
      note(text);
    }
  }

  void tell(const std::string& problem) {
    if (++problems_ <= most_told) {
      note(problem);
    }
  }

  void note(const std::string& text) {
    log_.line(fmt::format("tidegate: note: {}", util::to_printable(text)));
  }

  [[nodiscard]] Result<int> ending() const {
    if (problems_ > 0) {
      return failed(Error::Kind::external,
                    fmt::format("{} of the input could not be read; {} judged",
                                util::counted(problems_, "part"),
                                util::counted(rows_, "row")),
                    row_shape);
    }
    if (rows_ == 0) {
      return failed(Error::Kind::external, "there is no series in it", row_shape);
    }
    return 0;
  }

  const GateBacktestOptions& options_;
  ports::Ports ports_;
  actions::WorkflowLog log_;
  analysis::BacktestOptions rule_;
  std::vector<model::SeriesBacktest> outcomes_; // for text alone
  std::map<std::string, std::string> places_;   // of the first row of each series
  int rows_{0};
  int remarks_{0};
  int problems_{0};
};

} // namespace

Result<int> run_gate_backtest(const GateBacktestOptions& options, ports::Ports ports) {
  if (options.files.empty()) {
    return run_log_backtest(options, ports);
  }
  if (const auto unheeded = option_of_the_log(options); !unheeded.empty()) {
    return failed(Error::Kind::usage,
                  fmt::format("{} is for the own event log, and files are judged alone", unheeded),
                  "tidegate gate backtest --help");
  }
  return BacktestRun(options, ports).run();
}

} // namespace tidegate::commands
