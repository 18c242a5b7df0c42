// SPDX-License-Identifier: Apache-2.0
// decode_log [FILE]: what LogReader and BuildFold find in a log, one JSON object for each build.
#include "adapters/docker/log_reader.hpp"
#include "analysis/build_fold.hpp"

#include <array>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

using namespace tidegate;
using nlohmann::ordered_json;

namespace {

ordered_json seconds_of(const std::optional<Seconds>& seconds) {
  return seconds ? ordered_json(seconds->count()) : ordered_json();
}

ordered_json json_of(const model::Step& step) {
  return {{"name", step.name},
          {"cached", step.cached},
          {"reached", step.reached},
          {"error", step.error},
          {"duration", seconds_of(step.duration)}};
}

class Printer {
public:
  void end(const docker::LogEnding& ending) {
    ordered_json build{{"finished", ending.finished},
                       {"failed", ending.failed},
                       {"total", seconds_of(ending.total)},
                       {"plain_lines", plain_lines_},
                       {"unreadable", unreadable_},
                       {"warnings", fold_.warnings()},
                       {"steps", ordered_json::array()}};
    for (const model::Step& step : fold_.steps()) {
      build["steps"].push_back(json_of(step));
    }
    std::cout << build.dump(-1, ' ', false, ordered_json::error_handler_t::replace) << '\n';
    *this = {};
  }

  docker::LogReader::Sink sink() {
    return {[this](const model::Progress& progress) { fold_.apply(progress); },
            [this](std::string_view) { ++plain_lines_; },
            [this](const docker::LogEnding& ending) { end(ending); },
            [this](std::size_t, const std::string&) { ++unreadable_; }};
  }

private:
  analysis::BuildFold fold_;
  int plain_lines_{0};
  int unreadable_{0};
};

} // namespace

int main(int argc, char** argv) {
  std::ifstream file;
  if (argc > 1) {
    file.open(argv[1], std::ios::binary);
  }
  std::istream& input = argc > 1 ? file : std::cin;
  Printer printer;
  docker::LogReader reader(printer.sink());
  std::array<char, 65536> buffer{};
  while (input.read(buffer.data(), buffer.size()) || input.gcount() > 0) {
    reader.feed({buffer.data(), static_cast<std::size_t>(input.gcount())});
  }
  reader.finish();
  return input.bad() || (argc > 1 && !file.is_open()) ? 1 : 0;
}
