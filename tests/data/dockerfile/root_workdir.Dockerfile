FROM debian:bookworm-slim
ENV ROOT=/ SUB=/sub
WORKDIR /
RUN echo one
WORKDIR $ROOT
RUN echo one
WORKDIR $SUB
RUN echo one
WORKDIR ..
RUN echo one
WORKDIR .
RUN echo two
