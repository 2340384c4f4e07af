"""A mail server that takes 20 ms for each mail and says whom it was for, until it is told to end.

python -m benchmarks.mail_sink
"""

import asyncio
import sys

WAITS_SECONDS = 0.02
OK, GO_ON = b"250 OK\r\n", b"354 Go on\r\n"


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One connection."""
    writer.write(b"220 sink\r\n")
    recipient = ""
    while line := await reader.readline():
        word = line[:4].upper()
        if word == b"RCPT":
            recipient = line.decode().strip()
        if word == b"DATA":
            writer.write(GO_ON)
            subject = await _take(reader)
            await asyncio.sleep(WAITS_SECONDS)
            print(recipient, subject, sep="\t", flush=True)
        writer.write(b"221 Bye\r\n" if word == b"QUIT" else OK)
        await writer.drain()
        if word == b"QUIT":
            break
    writer.close()


async def _take(reader: asyncio.StreamReader) -> str:
    """Read a mail to its end; its Message-ID."""
    told = ""
    while (line := await reader.readline()) not in (b".\r\n", b""):
        if line.lower().startswith(b"message-id:"):
            told = line.partition(b":")[2].decode().strip()
    return told


async def main() -> None:
    """Listen at a free port, and say which."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        sys.exit()
