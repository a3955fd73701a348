"""Gzip bodies, unpacked a piece at a time: a small answer that would become one without end is left in the middle."""

import zlib
from collections.abc import Iterator

import httpx

from jenifer.outbound.errors import BrokenOffError, TooLargeError

GZIP = 16 + zlib.MAX_WBITS
PIECE = 256 * 1024


class UnpackedBody(httpx.SyncByteStream):
    """`most_bytes` of what comes out of it."""

    def __init__(self, packed: httpx.SyncByteStream, most_bytes: int) -> None:
        self._packed, self._most = packed, most_bytes

    def __iter__(self) -> Iterator[bytes]:
        taken = 0
        for piece in self._pieces():
            taken += len(piece)
            if taken > self._most:
                raise TooLargeError("The answer is larger than is taken.")
            yield piece

    def _pieces(self) -> Iterator[bytes]:
        unpacking = zlib.decompressobj(GZIP)
        try:
            for part in self._packed:
                while part and not unpacking.eof:
                    yield unpacking.decompress(part, PIECE)
                    part = unpacking.unconsumed_tail
            while not unpacking.eof and (rest := unpacking.decompress(b"", PIECE)):
                yield rest
        except zlib.error as error:
            raise BrokenOffError("The answer cannot be unpacked.") from error
        if not unpacking.eof:
            raise BrokenOffError("The other side broke off.")

    def close(self) -> None:
        self._packed.close()
