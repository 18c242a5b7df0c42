// SPDX-License-Identifier: Apache-2.0
#include "analysis/image_diff.hpp"
#include "report/diff_values.hpp"
#include "report/markdown.hpp"
#include "report/sections.hpp"
#include "report/step_facts.hpp"
#include "util/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace tidegate::report {
namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr std::size_t most_layers = 40;
constexpr std::size_t most_paths = 10;

std::string bytes_cell(const std::optional<std::uint64_t>& bytes) {
  return bytes ? util::show_bytes(*bytes) : "";
}

std::string sizes_line(const model::Image& image) {
  std::string text;
  text += image.compressed_bytes ? util::show_bytes(*image.compressed_bytes) + " compressed" : "";
  if (image.unpacked_bytes) {
    text += (text.empty() ? "" : ", ") + util::show_bytes(*image.unpacked_bytes) + " unpacked";
  }
  return text.empty() ? text : "- " + text + "\n";
}

// Layers of the base image are one row: nobody who builds upon it can change them.
struct BaseLayers {
  int count{0};
  std::optional<std::uint64_t> compressed{0}; // absent where one of them is unknown
  std::optional<std::uint64_t> unpacked{0};

  void add(const model::LayerDiff& layer) {
    const auto sum = [](std::optional<std::uint64_t>& total,
                        const std::optional<std::uint64_t>& bytes) {
      total = total && bytes ? std::optional(*total + *bytes) : std::nullopt;
    };
    ++count;
    sum(compressed, layer.compressed_bytes.after);
    sum(unpacked, layer.unpacked_bytes.after);
  }

  [[nodiscard]] std::vector<std::string> row() const {
    return {fmt::format("base image, {} {}", count, count == 1 ? "layer" : "layers"),
            "",
            bytes_cell(compressed),
            bytes_cell(unpacked),
            ""};
  }
};

std::string delta_cell(const model::LayerDiff& layer) {
  switch (layer.fate) {
  case model::Fate::same:
    return "the same";
  case model::Fate::added:
    return "new";
  case model::Fate::removed:
    return "gone";
  default:
    break;
  }
  const bool unpacked = model::difference(layer.unpacked_bytes).has_value();
  return show_difference(unpacked ? layer.unpacked_bytes : layer.compressed_bytes);
}

std::string line_of(const model::Build& build, const model::LayerDiff& layer) {
  const auto step = std::ranges::find(build.steps, layer.step, &model::Step::name);
  const std::string place =
      layer.step.empty() || step == build.steps.end() ? "" : step_place(*step);
  return place.empty() ? "" : md_code(place, 160);
}

std::string layers_table(const BuildReport& report) {
  const model::Build nothing;
  const auto layers =
      analysis::compare_layers(report.past == nullptr ? nothing : *report.past, report.build);
  const bool compared = report.past != nullptr && !report.past->image.layers.empty();
  BaseLayers base;
  Rows rows;
  for (const model::LayerDiff& layer : layers) {
    if (layer.base) {
      base.add(layer);
      continue;
    }
    const std::string& made_by = layer.step.empty() ? layer.created_by : layer.step;
    rows.push_back({made_by.empty() ? "a layer" : md_code(made_by, 160),
                    line_of(report.build, layer),
                    bytes_cell(layer.compressed_bytes.after),
                    bytes_cell(layer.unpacked_bytes.after),
                    compared ? delta_cell(layer) : ""});
  }
  const std::size_t all = rows.size();
  rows.resize(std::min(all, most_layers));
  if (base.count > 0) {
    rows.insert(rows.begin(), base.row());
  }
  if (rows.empty()) {
    return {};
  }
  return "\n"
         + md_table({"layer", "line", ">compressed", ">unpacked", ">against the baseline"}, rows)
         + (all > most_layers ? fmt::format("\nand {} more\n", all - most_layers) : "");
}

std::string waste_part(const model::ImageContents& contents) {
  std::string text;
  if (contents.wasted_bytes > 0) {
    text = fmt::format("\n{} could go: files that later layers wrote again or removed.\n\n",
                       util::show_bytes(contents.wasted_bytes));
  }
  Rows rows;
  for (std::size_t i = 0; i < std::min(contents.wasted.size(), most_paths); ++i) {
    const model::WastedPath& path = contents.wasted[i];
    rows.push_back(
        {md_code(path.path, 200), fmt::format("{}", path.copies), util::show_bytes(path.bytes)});
  }
  return text + (rows.empty() ? "" : md_table({"path", ">copies", ">could go"}, rows));
}

std::string dive_line(const model::DiveFigures& dive) {
  return fmt::format("- dive's figures, base image and kept copies included: {:.2f} % efficient, "
                     "{} wasted\n",
                     dive.efficiency * 100,
                     util::show_bytes(dive.wasted_bytes));
}

} // namespace

std::string image_section(const BuildReport& report) {
  const model::Image& image = report.build.image;
  std::string text = sizes_line(image);
  text += image.contents ? dive_line(image.contents->dive) : "";
  text += layers_table(report);
  text += image.contents ? waste_part(*image.contents) : "";
  return md_details("The image", text);
}

} // namespace tidegate::report
