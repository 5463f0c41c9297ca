"""Anchors at an address: ``PUT URL/000000001.json`` once, ``GET`` to read: any store that refuses to write over."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from http.client import HTTPException, HTTPMessage
from typing import IO, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from warning.contracts.anchoring import EVERYTHING, LARGE, LOST, NAME, REDIRECTS, Away, Taken

WAIT_S: Final = 10.0
HERE: Final = ("127.0.0.1", "::1", "localhost")
"""Hosts that are this machine."""
AHEAD: Final = 16
"""So many numbers are asked for behind one that is not there, before that is taken for the end."""
THERE: Final = (HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED)
"""What is answered to a number that is given."""
ELSEWHERE: Final = range(300, 400)
LARGEST: Final = 1 << 20
"""Bytes of an answer that are read; an anchor has some 6,000."""
MOST: Final = 1 << 32
"""A number that no anchor has: one every second would take a century. Who has something there has it everywhere."""


class _Stays(HTTPRedirectHandler):
    """Goes nowhere else: the token is for the address that was named."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """What redirects is the answer."""


_opener = build_opener(_Stays)


class Address:
    """A URL under which every anchor has its own. ``token``: what says that we may (``Authorization: Bearer``)."""

    def __init__(self, url: str, token: str = "") -> None:
        """Nothing is connected.

        Raises:
            ValueError: it is no URL of HTTPS, nor one of HTTP on this machine: a token would go in the clear.
        """
        if not url.startswith("https://") and not (url.startswith("http://") and urlsplit(url).hostname in HERE):
            raise ValueError(url)
        self.name = url.rstrip("/")
        self._token = token

    def close(self) -> None:
        """Nothing is open."""

    def newest(self) -> tuple[int, bytes] | None:
        """Found by halves: about twice the logarithm of the number of anchors is asked for."""
        low, high = 0, 1
        while self.read(high) is not None:
            low, high = high, high * 2
            if high > MOST:
                raise Away(self.name, EVERYTHING)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.read(middle) is not None else (low, middle)
        found = self.read(low) if low else None
        return None if found is None else (low, found)

    def read(self, number: int) -> bytes | None:
        """What is there under a number."""
        status, body = self._ask("GET", number)
        if status == HTTPStatus.NOT_FOUND:
            return None
        if status != HTTPStatus.OK:
            raise self._away(status)
        if len(body) >= LARGEST:
            raise Away(self.name, LARGE)
        return body

    def put(self, number: int, stored: bytes) -> None:
        """Once.

        Raises:
            Taken: another one has this number.
            Away: it was not taken, or is not there once it was.
        """
        status, _ = self._ask("PUT", number, stored)
        if status not in {*THERE, HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NO_CONTENT}:
            raise self._away(status)
        found = self.read(number)
        if found is None:
            raise Away(self.name, LOST)
        if found != stored:
            raise Taken(self.name, number)

    def stored(self) -> Iterator[tuple[str, bytes]]:
        """By their numbers; a hole of more than ``AHEAD`` reads as the end."""
        number = missed = 0
        before = None
        while missed <= AHEAD:
            number += 1
            found = self.read(number)
            missed = missed + 1 if found is None else 0
            if found is not None:
                if found == before:  # an anchor has its number in it
                    raise Away(self.name, EVERYTHING)
                before = found
                yield NAME.format(number=number), found

    def _ask(self, method: str, number: int, body: bytes | None = None) -> tuple[int, bytes]:
        headers = {"Content-Type": "application/json", "If-None-Match": "*"} if body is not None else {}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        url = f"{self.name}/{NAME.format(number=number)}"
        request = Request(url, body, headers, method=method)  # noqa: S310 - of HTTP, looked at when it was given
        try:
            with _opener.open(request, timeout=WAIT_S) as answer:
                return answer.status, answer.read(LARGEST)
        except HTTPError as refused:
            refused.close()
            if refused.code in ELSEWHERE:
                raise Away(self.name, f"{REDIRECTS} {refused.headers.get('Location', '')}".rstrip()) from None
            return refused.code, b""
        except (OSError, HTTPException) as failed:
            cause = getattr(failed, "reason", failed)
            raise Away(self.name, type(cause).__name__, getattr(cause, "errno", 0) or 0) from None

    def _away(self, status: int) -> Away:
        return Away(self.name, f"HTTP {status}")
