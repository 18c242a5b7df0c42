FROM debian:bookworm-slim AS only
COPY --link a.txt /a/
copy --link --chmod=644 b.txt /b/
Add --chown=1:1 src /src/
RUN --mount=type=cache,target=/c --mount=type=bind,target=/ctx ls /ctx
