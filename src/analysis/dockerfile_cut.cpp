// SPDX-License-Identifier: Apache-2.0
#include "analysis/dockerfile_cut.hpp"

#include "util/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace tidegate::analysis {
namespace {

bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// `--from=0`, `--mount=type=bind,from=0`: cutting a stage moves the numbers of all after it.
bool names_a_number(const model::Instruction& instruction) {
  return std::ranges::any_of(instruction.flags, [](const std::string& flag) {
    const auto fields = util::split(flag.substr(flag.find_first_not_of('-')), ',');
    return std::ranges::any_of(fields, [](const std::string& field) {
      const auto at = field.find("from=");
      return at != std::string::npos && is_number(field.substr(at + std::string("from=").size()));
    });
  });
}

class Cutter {
public:
  Cutter(const model::Dockerfile& dockerfile, std::string_view text)
      : dockerfile_(dockerfile),
        lines_(util::split(text, '\n')) {}

  // `stretches`: of that stage, in order.
  Result<void> cut(const model::DockerfileStage& stage, const std::vector<Stretch>& stretches) {
    const auto& from = stage.steps.front();
    const auto at = static_cast<std::size_t>(from.first_line) - 1;
    if (from.first_line < 1 || from.first_line != from.last_line || at >= lines_.size()) {
      return refuse(fmt::format("FROM in line {} goes over several lines", from.first_line));
    }
    rename(lines_[at], stage, stretches.empty() ? stage.name : stretches.front().name);
    for (std::size_t i = 1; i < stretches.size(); ++i) {
      const int line = stretches[i].line;
      if (line <= from.last_line || static_cast<std::size_t>(line) > lines_.size()) {
        return refuse(fmt::format("the line of a step of stage {} is not certain", stage.name));
      }
      inserted_[line] = fmt::format("FROM {} AS {}", stretches[i - 1].name, stretches[i].name);
    }
    return {};
  }

  [[nodiscard]] std::string text() const {
    std::string result;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (const auto found = inserted_.find(static_cast<int>(i) + 1); found != inserted_.end()) {
        result += found->second + "\n";
      }
      result += lines_[i];
      result += i + 1 < lines_.size() ? "\n" : "";
    }
    return result;
  }

  [[nodiscard]] Result<void> refuse(const std::string& why) const {
    return failed(Error::Kind::external, fmt::format("{}: {}", dockerfile_.file, why));
  }

private:
  static void
  rename(std::string& line, const model::DockerfileStage& stage, const std::string& name) {
    std::string_view kept = util::trim(line);
    if (stage.named) { // ".. AS NAME": two words less
      for (int word = 0; word < 2; ++word) {
        kept = util::trim(kept.substr(0, kept.find_last_of(" \t")));
      }
    }
    line = fmt::format("{} AS {}", kept, name);
  }

  const model::Dockerfile& dockerfile_;
  std::vector<std::string> lines_;
  std::map<int, std::string> inserted_; // before the line of that number
};

} // namespace

Result<std::string> cut_dockerfile(const model::Dockerfile& dockerfile,
                                   std::string_view text,
                                   const std::vector<Stretch>& stretches) {
  if (dockerfile.stages.empty()) {
    return failed(Error::Kind::external, "its Dockerfile cannot be read here");
  }
  Cutter cutter(dockerfile, text);
  std::size_t placed = 0;
  for (const auto& stage : dockerfile.stages) {
    if (std::ranges::any_of(stage.steps, names_a_number)) {
      return tl::unexpected(
          cutter.refuse("a stage is called by its number; give it a name").error());
    }
    std::vector<Stretch> own;
    std::ranges::copy_if(stretches, std::back_inserter(own), [&](const Stretch& stretch) {
      return stretch.stage == stage.name;
    });
    placed += own.size();
    if (auto done = cutter.cut(stage, own); !done) {
      return tl::unexpected(done.error());
    }
  }
  if (placed != stretches.size()) {
    return tl::unexpected(cutter.refuse("its stages are not those that were built").error());
  }
  return cutter.text();
}

} // namespace tidegate::analysis
