FROM debian:bookworm-slim AS trigger
ONBUILD ENV A=1
ONBUILD RUN echo trigger
ONBUILD COPY a.txt /a.txt
RUN echo own
FROM trigger
RUN echo own
RUN echo last
FROM trigger AS more
WORKDIR /
RUN echo own
