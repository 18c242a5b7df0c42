// SPDX-License-Identifier: Apache-2.0
#include "app/cli_parts.hpp"

#include <map>
#include <string>

namespace tidegate::app {
namespace {

using commands::Format;
using commands::ReportFormat;

const std::map<std::string, Format> formats{{"text", Format::text}, {"json", Format::json}};

const std::map<std::string, ReportFormat> report_formats{{"text", ReportFormat::text},
                                                         {"json", ReportFormat::json},
                                                         {"markdown", ReportFormat::markdown}};

} // namespace

void add_places(CLI::App& command, commands::SettingsOverrides& settings) {
  command
      .add_option("--config", settings.config, "configuration file (default .github/tidegate.yml)")
      ->type_name("FILE");
  command
      .add_option(
          "--events-dir", settings.events_dir, "folder of the event log (default .tidegate/events)")
      ->type_name("DIR");
  command.add_option("--store", settings.store, "history database (default .tidegate/history.db)")
      ->type_name("FILE");
}

void add_format(CLI::App& command, Format& format) {
  command.add_option("--format", format, "of the result on stdout: text or json")
      ->transform(one_of(formats))
      ->type_name("FORMAT");
}

void add_report_format(CLI::App& command, ReportFormat& format) {
  command.add_option("--format", format, "of the result on stdout: text, json or markdown")
      ->transform(one_of(report_formats))
      ->type_name("FORMAT");
}

} // namespace tidegate::app
