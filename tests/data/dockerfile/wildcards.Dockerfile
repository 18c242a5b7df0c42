FROM scratch
COPY *.txt /texts/
COPY ["a.txt", "b.txt", "/list/"]
COPY s?c /src/
COPY --exclude=*.txt . /rest/
