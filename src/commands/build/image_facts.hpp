// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/build.hpp"
#include "ports/ports.hpp"
#include "util/result.hpp"
#include "util/secrets.hpp"

#include <string>

namespace tidegate::commands {

// The image's history holds values of build arguments, and so may its paths: all of it goes through
// the redactor, before layers are compared with steps, whose texts did.

// Layers of the built image, the steps that made them, and the sizes of its stages, from the
// engine's socket (about 25 ms). `build` has its steps, stages and image.digest or image.ref. What
// the engine does not hold stays absent; an error becomes one notice.
void add_image_facts(ports::Ports ports, model::Build& build, const util::Redactor& redactor = {});

// Reads the image itself through the engine's socket: what its files waste, and the compressed size
// of each layer. Takes as long as `docker save`. After add_image_facts. Error: external.
Result<void>
add_image_contents(ports::Ports ports, model::Build& build, const util::Redactor& redactor = {});

// The same from an archive that `docker save` or an OCI exporter wrote; "-" is standard input. An
// archive is also the whole truth about an image that no engine told anything about.
Result<void> add_archive_contents(const std::string& path, model::Build& build);

} // namespace tidegate::commands
