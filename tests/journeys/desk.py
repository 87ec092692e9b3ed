"""Somebody signed in at the desk, without a browser."""

import http.client
from urllib.parse import urlencode

from tests.journeys.running import Answer, Site


class Desk:
    """Not safe to use from two threads. A request waits as long as the app is being started again."""

    def __init__(self, site: Site, email: str, password: str) -> None:
        self._site, self._cookie = site, ""
        answer = self.post("/admin/sign-in", email=email, password=password)
        assert answer.status == 303, answer.text
        self._cookie = answer.headers["set-cookie"].partition(";")[0]

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, "")

    def post(self, path: str, **form: str) -> Answer:
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method: str, path: str, body: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self._site.port, timeout=20)
        headers = {"Origin": f"http://127.0.0.1:{self._site.port}", "Cookie": self._cookie, "Connection": "close"}
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
