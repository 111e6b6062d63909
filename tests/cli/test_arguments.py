"""Arguments become values, or a sentence and a hint."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from companion.commands.arguments import (
    parse_instant,
    parse_language,
    parse_port,
    parse_time_zone,
    parse_url,
)
from companion.errors import InputError


@pytest.mark.parametrize(
    "text",
    ["2026-09-20T00:00:00Z", "2026-09-20T02:00:00+02:00", "2026-09-19T19:00-05:00", "20260920T000000Z"],
)
def test_an_instant_with_its_offset_is_read(text: str) -> None:
    """Every way to write an instant that says its offset gives the instant in UTC."""
    assert datetime(2026, 9, 20, tzinfo=UTC) == parse_instant(text)


@pytest.mark.parametrize("text", ["2026-09-20", "2026-09-20T00:00:00", "2026-09-20 12:00"])
def test_an_instant_without_zone_is_refused(text: str) -> None:
    """A time without zone is no instant, and the hint shows how to write one."""
    with pytest.raises(InputError) as refused:
        parse_instant(text)

    assert "Add Z for UTC" in refused.value.hint


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_instant, "tomorrow"),
        (parse_instant, ""),
        (parse_instant, "0001-01-01T00:00:00+14:00"),
        (parse_instant, "9999-12-31T23:59:59-12:00"),
        (parse_url, "detail.json"),
        (parse_url, "file:///etc/passwd"),
        (parse_url, "https://"),
        (parse_url, "https://www.aliexpress.com/ x"),
        (parse_time_zone, "Mars/Olympus"),
        (parse_time_zone, "America"),
        (parse_time_zone, "../../etc/passwd"),
        (parse_time_zone, ""),
        (parse_language, "english please"),
        (parse_port, "-1"),
        (parse_port, "65536"),
        (parse_port, "http"),
    ],
)
def test_nonsense_is_refused_with_a_hint(parse: Callable[[str], object], text: str) -> None:
    """What cannot be meant is refused, with a hint what would do."""
    with pytest.raises(InputError) as refused:
        parse(text)

    assert refused.value.hint


def test_good_values_pass() -> None:
    """Usual values are taken as they are."""
    url = "https://www.aliexpress.com/p/order/detail.html?orderId=1"

    assert url == parse_url(url)
    assert "America/Sao_Paulo" == parse_time_zone("America/Sao_Paulo")
    assert ["en", "pt-BR", "en_US", "zh-Hant"] == [
        parse_language(text) for text in ("en", "pt-BR", "en_US", "zh-Hant")
    ]
    assert [0, 47811] == [parse_port("0"), parse_port("47811")]
