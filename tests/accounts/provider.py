"""An employer's OpenID Connect provider for the tests: a real HTTP server on this machine, with signed ID tokens.

It shows no form: whoever is sent there comes straight back as the person in `claims`. What it is asked is checked as a
real one does: client, secret, redirect address, PKCE.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "samlad", "en-hemlighet-mellan-oss"


@dataclass
class Provider:
    """Whom it vouches for, and what it has been asked."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    refuses: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent next."""
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["code_challenge_method"] == "S256"
        if self.refuses:
            answer = {"error": "access_denied"}
        else:
            answer = {"code": secrets.token_urlsafe()}
            self.codes[answer["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(answer | {'state': asked['state']})}"

    def token(self, given: dict[str, str]) -> dict[str, Any]:
        asked = self.codes.pop(given["code"])
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
        assert (given["client_id"], given["client_secret"]) == (CLIENT, SECRET)
        assert given["redirect_uri"] == asked["redirect_uri"]
        now = int(time.time())
        told = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, **self.claims}
        signed = jwt.encode(told, self.key, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": signed}

    def keys(self) -> dict[str, Any]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "1", "alg": "RS256", "use": "sig"}]}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(url.query).items()}
            if url.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
            else:
                self._tell(provider.keys() if url.path == "/keys" else provider.configuration())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._tell(provider.token({name: values[0] for name, values in parse_qs(body).items()}))

        def _tell(self, what: dict[str, Any]) -> None:
            body = json.dumps(what).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: Any) -> None:
            """Say nothing."""

    return Handler


@pytest.fixture
def provider() -> Iterator[Provider]:
    """One that is up."""
    answering = Provider()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(answering)) as server:
        answering.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield answering
        server.shutdown()
        thread.join()
