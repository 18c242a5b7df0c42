FROM debian:bookworm-slim
RUN echo one
FROM debian:bookworm-slim AS wanted
COPY . /all
RUN --network=none echo two
FROM wanted
RUN echo three
