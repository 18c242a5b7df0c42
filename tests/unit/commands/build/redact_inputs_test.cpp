// SPDX-License-Identifier: Apache-2.0
#include "commands/build/record_parts.hpp"

#include <doctest/doctest.h>

using namespace tidegate;

TEST_CASE("a secret in the name of a file of the build context is in no record") {
  util::Redactor redactor;
  redactor.hide("s3cr3tvalue98765", "${TOKEN}");
  model::Build build;
  build.context.largest = {{"data/s3cr3tvalue98765.bin", 7}};
  build.inputs.copies = {{"build", 2, "0a1b", {{"data/s3cr3tvalue98765.bin", "a1b2c3d4e5f6"}}}};
  commands::redact_inputs(build, redactor);
  CHECK(build.context.largest[0].path == "data/${TOKEN}.bin");
  CHECK(build.inputs.copies[0].entries[0].path == "data/${TOKEN}.bin");
}
