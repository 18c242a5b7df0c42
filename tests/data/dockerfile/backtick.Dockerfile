# escape=`
# a comment, and no directive any more: escape=\
FROM debian:bookworm-slim
RUN echo one `
    && echo back\slash `
    && echo three
COPY a.txt `
     C:\texts
RUN echo four
