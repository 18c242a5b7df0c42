# SPDX-License-Identifier: Apache-2.0
"""What a program in a bare root talks to: TLS in front of the stand-in for GitHub, and a name server. Both on loopback.

usage: server.py CERTIFICATE KEY UPSTREAM_PORT READY_FILE. It answers api.smoke.test with 127.0.0.1, every other name
with "no such name", and writes the port of TLS to READY_FILE once both listen."""

import asyncio
import ssl
import struct
import sys

NAME = b"\x03api\x05smoke\x04test\x00"


async def pump(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except (ConnectionError, ssl.SSLError):
        pass
    finally:
        writer.close()


def forward_to(port):
    async def forward(reader, writer):
        try:
            upstream_reader, upstream_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, upstream_writer), pump(upstream_reader, writer))

    return forward


class NameServer(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        end = data.find(b"\x00", 12) + 1
        question, kind = data[12:end].lower(), data[end:end + 2]
        known, is_a = question == NAME, kind == b"\x00\x01"
        flags = 0x8580 if known else 0x8583
        answer = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + bytes([127, 0, 0, 1]) if known and is_a else b""
        head = data[:2] + struct.pack(">HHHHH", flags, 1, 1 if answer else 0, 0, 0)
        self.transport.sendto(head + data[12:end + 4] + answer, addr)


async def main():
    certificate, key, upstream, ready = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(forward_to(int(upstream)), "127.0.0.1", 0, ssl=context)
    await asyncio.get_running_loop().create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 53))
    with open(ready, "w", encoding="ascii") as file:
        file.write(f"{server.sockets[0].getsockname()[1]}\n")
    await server.serve_forever()


asyncio.run(main())
