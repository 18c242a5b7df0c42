#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""release_server.py FOLDER CERTIFICATE KEY ANSWERS: files by https on a free port of localhost, which it prints; requests go
to stderr. Where ANSWERS has a line, the next request gets that status instead, and the line is gone."""
import http.server
import pathlib
import ssl
import sys

folder, certificate, key, answers = sys.argv[1:]


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self):  # noqa: N802, the name is http.server's
        lines = pathlib.Path(answers).read_text().splitlines() if pathlib.Path(answers).exists() else []
        if not lines:
            super().do_GET()
            return
        pathlib.Path(answers).write_text("".join(f"{line}\n" for line in lines[1:]))
        self.send_error(int(lines[0]))


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *args: Handler(*args, directory=folder))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_address[1], flush=True)
server.serve_forever()
