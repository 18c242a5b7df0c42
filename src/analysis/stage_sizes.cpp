// SPDX-License-Identifier: Apache-2.0
#include "analysis/stage_sizes.hpp"

#include "analysis/file_system_steps.hpp"
#include "model/created_by.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

namespace tidegate::analysis {
namespace {

using model::CacheRecord;
using Size = std::optional<std::uint64_t>;
using Records = std::vector<const CacheRecord*>;

constexpr std::uint64_t block_bytes = 4096;
constexpr std::string_view run_mark = "mount / from exec ";

// "[build 2/5] COPY a b" and "mount / from exec /bin/sh -c make" as instructions.
std::string instruction_of(const CacheRecord& record) {
  const std::string_view text = record.description;
  if (text.starts_with(run_mark)) {
    return model::plain_instruction("RUN " + std::string(text.substr(run_mark.size())));
  }
  const auto end = text.find("] ");
  return text.starts_with('[') && end != std::string_view::npos
             ? model::plain_instruction(text.substr(end + 2))
             : std::string();
}

class CacheTree {
public:
  CacheTree(const std::vector<CacheRecord>& records, std::optional<Time> since)
      : since_(since) {
    for (const auto& record : records) {
      by_instruction_[instruction_of(record)].push_back(&record);
      by_id_[record.id] = &record;
    }
  }

  // `instructions` lowest first. The sum of the records on the one way through the cache that
  // follows them.
  [[nodiscard]] Size size_of(const std::vector<std::string>& instructions) const {
    Records reached;
    for (std::size_t i = 0; i < instructions.size(); ++i) {
      Records next = followers(instructions[i], i == 0 ? nullptr : &reached);
      reached = std::move(next);
    }
    const CacheRecord* record = only(reached);
    std::uint64_t bytes = 0;
    for (std::size_t i = 0; i < instructions.size(); ++i) {
      if (record == nullptr || record->bytes == 0 || record->bytes % block_bytes != 0) {
        return std::nullopt;
      }
      bytes += record->bytes;
      record = parent_of(*record);
    }
    return bytes;
  }

private:
  [[nodiscard]] const CacheRecord* parent_of(const CacheRecord& record) const {
    const auto found =
        record.parents.size() == 1 ? by_id_.find(record.parents.front()) : by_id_.end();
    return found == by_id_.end() ? nullptr : found->second;
  }

  [[nodiscard]] Records followers(const std::string& instruction, const Records* below) const {
    const auto found = by_instruction_.find(instruction);
    Records list = found == by_instruction_.end() ? Records() : found->second;
    if (below != nullptr) {
      std::erase_if(list, [&](const CacheRecord* record) {
        const CacheRecord* parent = parent_of(*record);
        return parent == nullptr || std::ranges::find(*below, parent) == below->end();
      });
    }
    return list;
  }

  // Of several versions of the same steps the one that this build made or used.
  [[nodiscard]] const CacheRecord* only(const Records& records) const {
    if (records.size() == 1) {
      return records.front();
    }
    Records used = records;
    std::erase_if(used, [&](const CacheRecord* record) { return !is_of_build(*record); });
    return used.size() == 1 ? used.front() : nullptr;
  }

  // BuildKit writes the last use down when it lets a record go, which may come after the end of the
  // build that made it.
  [[nodiscard]] bool is_of_build(const CacheRecord& record) const {
    const auto lately = [&](const std::optional<Time>& time) {
      return since_ && time && *time >= *since_;
    };
    return lately(record.last_used) || lately(record.created);
  }

  std::optional<Time> since_;
  std::unordered_map<std::string, Records> by_instruction_;
  std::unordered_map<std::string, const CacheRecord*> by_id_;
};

std::optional<int> last_step(const model::Build& build, const model::Stage& stage) {
  std::optional<int> last;
  int index = 0;
  for (std::size_t i = 0; i < build.steps.size(); ++i) {
    const auto& step = build.steps[i];
    if (step.cacheable() && step.stage == stage.name && step.platform == stage.platform
        && step.index > index) {
      index = step.index;
      last = step.index == step.total ? std::optional(static_cast<int>(i)) : std::nullopt;
    }
  }
  return last;
}

Size size_of(const model::Build& build, int last, const CacheTree& cache, const BaseSizes& bases) {
  const FileSystemSteps chain = file_system_steps(build.steps, last);
  std::uint64_t base = 0;
  if (chain.from) {
    const auto found = bases.find(build.steps[static_cast<std::size_t>(*chain.from)].base_digest);
    if (found == bases.end()) {
      return std::nullopt;
    }
    base = found->second;
  } else if (!chain.scratch) {
    return std::nullopt;
  }
  std::vector<std::string> instructions;
  instructions.reserve(chain.steps.size());
  for (const int step : chain.steps) {
    instructions.push_back(
        model::plain_instruction(build.steps[static_cast<std::size_t>(step)].instruction));
  }
  std::ranges::reverse(instructions);
  const Size own = cache.size_of(instructions);
  return own ? Size(base + *own) : std::nullopt;
}

} // namespace

void add_stage_sizes(model::Build& build,
                     const std::vector<CacheRecord>& records,
                     const BaseSizes& bases) {
  const CacheTree cache(records, build.started);
  for (auto& stage : build.stages) {
    if (stage.final) {
      stage.size_bytes = build.image.unpacked_bytes;
    } else if (const auto last = last_step(build, stage)) {
      stage.size_bytes = size_of(build, *last, cache, bases);
    }
  }
}

} // namespace tidegate::analysis
