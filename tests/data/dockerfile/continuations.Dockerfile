# A comment before everything
FROM debian:bookworm-slim

RUN echo one && \
    # a comment inside
    echo two && \

    echo three \
    # and one more
 && echo four
COPY \
  a.txt \
  b.txt \
  /texts/
   RUN echo indented; \
echo "at the left edge"
