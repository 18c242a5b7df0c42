// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ports/process.hpp"

namespace tidegate::posix {

class PosixProcess final : public ports::Process {
public:
  Result<ports::Exit> run(const ports::Command& command,
                          const ports::ChunkSink& on_stdout,
                          const ports::ChunkSink& on_stderr) override;
};

} // namespace tidegate::posix
