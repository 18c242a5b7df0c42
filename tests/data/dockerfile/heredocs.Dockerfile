# syntax is the builder's own
FROM debian:bookworm-slim
RUN <<EOF
echo one
echo two
EOF
RUN <<-'END' cat > /end
	tabs go
	END
COPY <<one.txt <<"two.txt" /files/
first
one.txt
second $NOT_A_VARIABLE
two.txt
RUN python3 - <<PY || true
print("EOF")
PY
COPY a.txt /after
RUN <<SCRIPT bash
#!/bin/sh
true
SCRIPT
