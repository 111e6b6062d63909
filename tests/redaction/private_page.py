"""A frozen order page full of what a stranger must not see; every person and number in it is made up."""

from __future__ import annotations

from dataclasses import replace

from companion.model import Capture, PartRole
from tests.marketplaces.captures import make_capture, make_part

PAGE_URL = "https://www.aliexpress.com/p/order/detail.html?orderId=8200000011112222&spm=a2g0o"
PRIVATE = (
    "maria", "oliveira", "quintal", "8200000011112222", "3344", "telescope", "nightsky", "lx556677889cn",
    "1005006677889900", "oliveira.maria", "mail.example", "55 11 91234", "s3cr3t", "feedc0ffee", "01234-567",
)  # fmt: skip

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>Order of Maria</title>
<meta name="csrf" content="s3cr3tToken99887766aabbcc"></head>
<body data-buyer="Maria Oliveira" onload="track('Maria')">
<!-- Maria Oliveira, session s3cr3t -->
<script>window.user = {"name": "Maria Oliveira", "token": "feedc0ffee1234567890feedc0ffee"};</script>
<script type="application/json">{"buyerName": "Maria Oliveira", "statusText": "Awaiting delivery"}</script>
<style>.x { background: url(data:image/png;base64,AAAAoliveira) } /* Maria */ .y { color: #123456 }</style>
<div class="order-status order-block"><div class="order-block-title">Awaiting delivery</div></div>
<div class="order-detail-info"><div class="info-row"><span data-pl="order_detail_gray_id">Ref. Number:
  8200000011112222</span></div>
  <div class="info-row"><span data-pl="order_detail_gray_date">Order date: Jul 15, 2026</span></div>
  <div class="info-row"><span data-pl="order_detail_gray_payment">Visa ****3344</span></div></div>
<div data-pl="contact_info"><p>Maria Oliveira +55 11 91234-5678</p><p>Rua Quintal 77, 01234-567</p></div>
<div class="order-item" style="background-image:url(https://ae01.alicdn.com/kf/S0aa11bb22cc33dd44.jpg)">
<a class="order-item-store-name" href="//www.aliexpress.com/store/1109988776?from=Maria">NightSky Store</a>
<a class="order-item-content-info-name" title="Telescope 70mm"
  href="/item/1005006677889900.html?token=s3cr3tvalue">
  <span>Telescope 70mm</span></a>
<span class="es--wrap--x"><span>R</span><span>$</span><span>1</span><span>9</span><span>,</span
  ><span>9</span></span>
<input type="hidden" value="Maria"><a href="mailto:oliveira.maria@mail.example">write</a></div>
<p class="unheard-of">Signed by MARIA OLIVEIRA, parcel LX556677889CN; write to oliveira.maria@mail.example</p>
<p>Refund if no delivery before Sep 3, 2026</p>
</body></html>"""


def make_page_capture(markup: str = PAGE) -> Capture:
    """Make the capture of the page."""
    part = make_part(markup.encode(), PAGE_URL, PartRole.PAGE)
    return make_capture(replace(part, media_type="text/html"), url=PAGE_URL, language="en")
