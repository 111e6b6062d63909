"""The greeting: who answers, and its proof."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from companion import __version__
from tests.web.running import RunningWeb

NONCE = "n" * 24


async def test_hello_names_the_companion(web: RunningWeb) -> None:
    """Anyone on this computer learns product, version and protocols, and their own nonce, and no more."""
    async with web.http.get(f"{web.url}/v1/hello?nonce={NONCE}") as answer:
        assert 200 == answer.status
        assert {
            "product": "orderproof",
            "version": __version__,
            "protocols": {"lowest": 1, "highest": 1},
            "nonce": NONCE,
            "port": web.ports.web,
            "proof": None,
        } == await answer.json()


async def test_hello_proves_a_pairing(web: RunningWeb) -> None:
    """For a pairing the companion shows that it holds the key, bound to nonce and port."""
    secret = await web.pair()
    pairing = (await web.store.read(lambda store: store.list_pairings()))[0]
    async with web.http.get(f"{web.url}/v1/hello?nonce={NONCE}&pairing={pairing.pairing_id}") as answer:
        hello = await answer.json()
    key = hashlib.sha256(bytes.fromhex(secret)).digest()
    message = f"orderproof-hello-v1|{NONCE}|{web.ports.web}".encode()
    assert hmac.new(key, message, "sha256").hexdigest() == hello["proof"]


async def test_a_revoked_pairing_gets_no_proof(web: RunningWeb) -> None:
    """After revoking, the companion no longer proves itself to that browser."""
    await web.pair()
    pairing = (await web.store.read(lambda store: store.list_pairings()))[0]
    await web.store.write(lambda store: store.revoke_pairing(pairing.pairing_id))
    async with web.http.get(f"{web.url}/v1/hello?nonce={NONCE}&pairing={pairing.pairing_id}") as answer:
        assert None is (await answer.json())["proof"]


@pytest.mark.parametrize("nonce", ["", "short", "x" * 129, "n" * 20 + "|47811"])
async def test_a_bad_nonce_is_refused(web: RunningWeb, nonce: str) -> None:
    """A nonce that could be confused with another message is refused."""
    async with web.http.get(f"{web.url}/v1/hello", params={"nonce": nonce}) as answer:
        assert (400, "bad_nonce") == (answer.status, (await answer.json())["error"])
