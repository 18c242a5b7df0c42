// SPDX-License-Identifier: Apache-2.0
#pragma once

// Inside git only.
namespace tidegate::git {

// Before git_libgit2_init. libgit2 has no limit of its own for what a delta of a pack grows to: a
// few kilobytes make gigabytes. No single piece of memory may be larger than 256 MiB from here on;
// whoever asks for more fails with an error.
void limit_memory();

} // namespace tidegate::git
