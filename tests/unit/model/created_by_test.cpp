// SPDX-License-Identifier: Apache-2.0
#include "model/created_by.hpp"

#include <doctest/doctest.h>

using namespace tidegate;

TEST_CASE("values of build arguments are taken out of an image's history") {
  CHECK(model::without_arguments("RUN |1 TOKEN=a b c /bin/sh -c make # buildkit")
        == "RUN /bin/sh -c make # buildkit");
  CHECK(model::without_arguments("|2 A=1 B=2 /bin/sh -c make") == "/bin/sh -c make");
  CHECK(model::without_arguments("RUN |1 TOKEN=secret /opt/odd -x make") == "RUN");
  CHECK(model::without_arguments("RUN /bin/sh -c a | b |1 c") == "RUN /bin/sh -c a | b |1 c");
  CHECK(model::without_arguments("COPY a |b") == "COPY a |b");
  CHECK(model::without_arguments("").empty());
}

TEST_CASE("an instruction is the same in the Dockerfile and in the history") {
  CHECK(model::plain_instruction("COPY --from=build --chown=1:1 /out  / ") == "COPY /out /");
  CHECK(model::plain_instruction("COPY /out / # buildkit") == "COPY /out /");
  CHECK(model::plain_instruction("RUN --mount=type=cache,target=/c make  all") == "RUN make all");
  CHECK(model::plain_instruction("RUN /bin/sh -c make all # buildkit") == "RUN make all");
  CHECK(model::plain_instruction("/bin/sh -c make all") == "RUN make all");
  CHECK(model::plain_instruction("workdir /src") == "WORKDIR /src");
  CHECK(model::plain_instruction("").empty());
}
