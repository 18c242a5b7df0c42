FROM debian:bookworm-slim
SHELL ["/bin/sh", "-ec"]
RUN ["/bin/echo", "a \"quoted\" word", "caf\u00e9"]
RUN [ "x" = "x" ]
VOLUME ["/data"]
HEALTHCHECK --interval=5m CMD true
ENTRYPOINT ["/bin/true"]
RUN echo <<not_a_document || true
not_a_document
STOPSIGNAL SIGTERM
RUN echo "a<<b" && echo 1 && true
