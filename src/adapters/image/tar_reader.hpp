// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "adapters/image/byte_source.hpp"
#include "util/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace tidegate::image {

enum class MemberKind { file, directory, hard_link, symbolic_link, other };

struct Member {
  std::string name;   // as it stands
  std::string target; // of a link, as it stands
  std::uint64_t bytes{0};
  MemberKind kind{MemberKind::file};
};

// A tar archive, plain or compressed with gzip or zstd, member by member; the only user of
// libarchive here. Nothing is ever written to a disk. Errors are external and say "truncated",
// "damaged" or what the archive really is.
class TarReader final : public ByteSource {
public:
  explicit TarReader(ByteSource& source);
  ~TarReader() override;
  TarReader(const TarReader&) = delete;
  TarReader& operator=(const TarReader&) = delete;

  // Leaves out what of the current member was not read. nullopt: the end.
  Result<std::optional<Member>> next_member();

  // The data of the current member.
  Result<std::string_view> next() override;

  [[nodiscard]] bool compressed() const;

private:
  struct Handle;
  Result<void> open();
  std::unique_ptr<Handle> handle_;
};

} // namespace tidegate::image
