// SPDX-License-Identifier: Apache-2.0
// Any bytes as what GitHub's API, or a fork by its artifact, hands over: no crash, and bounded.
#include "adapters/github/link.hpp"
#include "adapters/github/run_json.hpp"
#include "adapters/github/zip_texts.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace tidegate;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)github::parse_runs(text);
  (void)github::parse_jobs(text);
  (void)github::parse_run(text);
  (void)github::next_page(text);
  const github::ZipLimits limits;
  std::size_t bytes = 0;
  for (const auto& found : github::read_zip(text, ".jsonl", limits).files) {
    bytes += found.text.size();
  }
  if (bytes > limits.all_bytes) {
    std::abort();
  }
  return 0;
}
