// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace tidegate::model {

// An image's history says "RUN |1 TOKEN=abc /bin/sh -c make # buildkit" where build arguments were
// in use. Without their values: "RUN /bin/sh -c make # buildkit". A value may hold blanks, so the
// command begins at the shell; where none can be found, only "RUN" is left.
std::string without_arguments(std::string_view created_by);

// The same instruction as the Dockerfile and as the history words it come out equal: no flags, no
// "# buildkit", no shell of the shell form, single blanks.
// "COPY --from=build --chown=1 /out  /" and "COPY /out / # buildkit" are both "COPY /out /".
std::string plain_instruction(std::string_view text);

} // namespace tidegate::model
