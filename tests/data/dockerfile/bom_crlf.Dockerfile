# escape=\
FROM debian:bookworm-slim
RUN echo one \
  && echo two

# comment
COPY a.txt \

 /a.txt
RUN echo end