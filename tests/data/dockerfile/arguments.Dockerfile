ARG IMAGE=debian
ARG TAG=${MISSING:-bookworm}-slim
ARG STAGE=tools
FROM ${IMAGE}:$TAG AS tools
ARG WORD=quiet
ENV GREETING="hello there" \
    PLACE=/work
LABEL note="no step"
WORKDIR $PLACE
RUN echo "$GREETING" ${WORD} && echo ${WORD:+set}
RUN echo "$GREETING" '$WORD' \$WORD
FROM $STAGE
ARG WORD
USER nobody
RUN echo $WORD
WORKDIR sub
EXPOSE 80
CMD ["true"]
