"""A certificate for the fake marketplace's hosts, made at run time and good for a day.

No certificate authority is made and nothing is added to any trust store: Chromium is told the one public key
to excuse (`Certificate.pin`), Firefox excuses certificates in its automated, throw-away profile.
"""

from __future__ import annotations

import base64
import hashlib
import ssl
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Certificate:
    """What an HTTPS server needs, and the pin of its public key for Chromium."""

    context: ssl.SSLContext
    pin: str


def make_certificate(hosts: Sequence[str]) -> Certificate:
    """Make a self-signed certificate for host patterns such as `*.aliexpress.com`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "fake marketplace")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    context = _make_context(secret + certificate.public_bytes(serialization.Encoding.PEM))
    return Certificate(context, base64.b64encode(hashlib.sha256(public).digest()).decode("ascii"))


def _make_context(pem: bytes) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    with tempfile.TemporaryDirectory(prefix="certificate-") as folder:  # `ssl` reads keys from files only
        path = Path(folder) / "server.pem"
        path.write_bytes(pem)
        context.load_cert_chain(path)
    return context
