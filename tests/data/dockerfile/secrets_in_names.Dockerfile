FROM debian:bookworm-slim
ARG VERSION
ARG SAME=echo
RUN echo $VERSION
RUN echo ${VERSION}-x && \
  echo "${VERSION#v}" ${VERSION%%.*}
COPY a.txt /opt/${VERSION/1/one}/
RUN $SAME same
RUN $SAME same
