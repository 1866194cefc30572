"""Somebody who fills in forms over HTTP: one connection, cookies, no script."""

import http.client
import re
from html import unescape
from urllib.parse import urlencode, urlsplit

_FIELD = re.compile(r"<(input|button)\b([^>]*)>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


class Visitor:
    """Keeps what the last page said."""

    def __init__(self, address: str):
        self._host = urlsplit(address).netloc
        self._connection = http.client.HTTPConnection(self._host)
        self._cookies: dict[str, str] = {}
        self.status, self.page, self.path = 0, "", ""

    def get(self, path: str) -> None:
        """Open a page."""
        self._send("GET", path)

    def post(self, path: str, form: list[tuple[str, str]]) -> None:
        """Send a form with the page's CSRF token; answers 303 are left for the caller to follow."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.page)
        fields = [*form, ("csrfmiddlewaretoken", token[1] if token else "")]
        self._send("POST", path, urlencode(fields))

    def hidden(self, name: str) -> str:
        """The value of a field of the last page."""
        for _tag, attributes in _FIELD.findall(self.page):
            found = dict(_ATTRIBUTE.findall(attributes))
            if found.get("name") == name:
                return unescape(found.get("value", ""))
        raise LookupError(f"{self.path} has no field {name}")

    def values(self, name: str) -> list[str]:
        """All values that a field of the last page offers."""
        found = (dict(_ATTRIBUTE.findall(attributes)) for _tag, attributes in _FIELD.findall(self.page))
        return [unescape(each["value"]) for each in found if each.get("name") == name and "value" in each]

    def _send(self, method: str, path: str, body: str | None = None) -> None:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self._host}"}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        self.page = answer.read().decode()
        self.status = answer.status
        self.path = urlsplit(answer.headers.get("Location", path)).path
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _is, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
