FROM debian:bookworm-slim AS first
COPY a.txt /a.txt
COPY --from=other b.txt /b.txt
RUN echo done
FROM replaced
RUN echo on top
COPY --from=first /a.txt /a.txt
