FROM debian:bookworm-slim AS base
RUN echo base
FROM base AS Build
WORKDIR /src
COPY src .
RUN echo build
FROM scratch
COPY --from=0 /etc/hostname /zero
COPY --from=build /src/main.c /main.c
FROM debian:bookworm-slim AS unused
RUN echo never
FROM base as final
COPY --from=2 /zero /zero
RUN --mount=type=bind,from=build,source=/src,target=/b ls /b
