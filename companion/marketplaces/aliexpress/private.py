"""What of AliExpress' pages concerns the buyer alone.

Keys and classes as seen 2022 to 2026 (goldens of all kinds); those of chats are the seller's side of 2026.
What is named nowhere here loses every word that no parser knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from companion.marketplaces.aliexpress.chat_page_words import find_label
from companion.marketplaces.aliexpress.chat_shapes import THREAD_KEYS
from companion.marketplaces.aliexpress.privacy import RECEIVER
from companion.marketplaces.privacy import ChatPrivacy, Privacy, Private
from companion.marketplaces.vocabulary import gather_vocabulary

_KEYS: Mapping[Private, str] = {
    Private.NAME: """
        contactName receiverName recipient recipientName consignee userName nick nickName loginId buyerName
        buyerLoginId firstName lastName fullName cpf passport taxNumber memberId accountName""",
    Private.ADDRESS: """
        addressVO logisticsReceiverInfo detailAddress detailAddress2 regionAddress address address2
        fullAddress city province street district postCode zip zipCode detailedLocation receiver returnAddress
        reverseAddress warehouseAddress addressDTO""",
    Private.PHONE: "fullPhoneNo phone phoneNo mobile mobileNo mobilePhone phoneNumber cpContactPhoneList tel",
    Private.EMAIL: "email mail contactEmail",
    Private.ID: "storeId sellerId sellerAdminSeq sellerSeq buyerId userId adminSeq",
    Private.TRACKING: "mailNo originMailNo trackingNumber trackingNo mailNoList returnMailNo",
    Private.PAYMENT: "paymentMethod payMethod cardNo cardNumber paymentOutId",
    Private.TOKEN: """
        token accessToken access_token sign t _m_h5_tk x5secdata digest traceId umid utdid deviceId sid
        session csrf _tb_token_ accountid secret cookie eagleEyeTraceId""",
    Private.PRODUCT: """
        itemTitle title productTitle itemName subject storeName sellerName shopName companyName skuDesc
        skuAttrs skuText packageItemList""",
    Private.MESSAGE: """
        note remark memo message messages msg msgContent sendContent originalText applyReasonText leaveMessage
        buyerMessage sellerMessage summary comment evidence""",
}
_AMOUNTS = """
    formatPriceInfo itemPriceText totalPriceText priceText formatMoney formattedAmount cent amount price
    totalPrice itemUnitPrice refundAmount
    lefttime timeLeft remainTime remainingTime countdown countDownTime countDownSeconds timeout timeoutTime
    timeoutLeftTime deadline deadlineTime expireTime dueTime endTime
"""
_CODES = """
    api v ret code tag type id key currency currencyCode baseCurrency intentionCurrency countryCode country
    language locale _lang _currency lang timeZone timezone statusTab orderStatus status state renderType
    channel displayType size bizType orderType position submit hidden visible root container
    currencySymbol symbol decimalPointChar thousandsChar showDecimal symbolPosition
    global_price_local_config trackingPrimaryCode trackingSecondCode fulfillStage etaSceneCode
    reverseType reverseStatus solutionType jsv callback dataType data-pl class version errorCode
    itemIcon scriptKey bgColor fontColor icon iconType scene terminal platform skuAttrKeys
"""
_ENVELOPE = "api v ret jsv callback"
_ROLES = """
    type code status state card cardType messageType msgType role fromType senderType fromAccountType
    senderAccountType accountType userAccountType fromCode from fromId sender senderId senderAccountId author
    direction self isSelf fromSelf isMine recalled
"""
_TIMES = "sendTime send_time gmtCreate createTime created_time messageTime time timestamp ts lastMessageTime"
_COUNTRIES = frozenset({"countrycode"})
_SHOWN = """
    statusText statusTabList reminder orderDateText orderDateTitle orderDetailText order_ID buttons
    buttonVOList buttonDTOList buttonVOS priceDetails fdContent fdTitle
    fdContentList fdContentListRichText etaTitleRichText logisticsCarrierName cpName nodes itemTags
    timeText etaTimeText expectDeliveryDateTitle orderCreatTime payTime orderShipTime orderEndTime
    gmtCreateFormat reverseDetailStatusText pageTitle etaInfo etaAndTrack itemExtraInfo trackingName
"""
_TAGS = """
    detail_order_status_block detail_order_services detail_order_services_sv3 detail_service_progress_bar
    detail_order_price_block pc_om_list_header pc_om_list_header_action
"""
_SPOTS: Mapping[Private, tuple[str, ...]] = {
    Private.PRODUCT: (
        ".order-item-content-info-name", "[data-pl=order_item_content_info_name]",
        ".order-item-content-info-sku", ".order-item-store-name", "[data-pl=order_item_store_name]",
        ".item-title", ".item-sku-attr", ".store-name", ".product-title", ".product-property", ".store-info",
    ),
    Private.ADDRESS: (RECEIVER,),
    Private.TRACKING: ("[class*=mailNo]", "[class*=trackingNumber]", ".shipping-bd .no"),
    Private.PAYMENT: ("[data-pl=order_detail_gray_payment]",),
    Private.MESSAGE: (".message-view", ".im-app", ".message-text"),
}  # fmt: skip
_SHOWN_SPOTS = (
    ".order-item-header-status-text", "[data-pl=order_item_header_status]", ".order-block-title",
    "[data-pl=order_price_item_title]", ".order-detail-item-track-eta-text", ".comet-tabs-nav-item",
    ".order-reminder",
)  # fmt: skip


_LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "uk", "tr", "ko", "ja", "ar", "he", "cs",
              "sv")  # fmt: skip


@cache
def _name_countries() -> frozenset[str]:
    """Name the countries in the languages of the site, as an address ends in one."""
    from babel import Locale  # heavy

    return frozenset(
        name.casefold()
        for language in _LANGUAGES
        for code, name in Locale.parse(language).territories.items()
        if code.isalpha()
    )


@cache
def make_privacy() -> Privacy:
    """Gather what is private; the vocabulary comes from the tables of the parsers themselves."""
    return Privacy(
        private_keys={key.lower(): kind for kind, keys in _KEYS.items() for key in keys.split()},
        amount_keys=frozenset(_AMOUNTS.lower().split()),
        code_keys=frozenset(_CODES.lower().split()),
        country_keys=_COUNTRIES,
        is_country=lambda name: name.casefold() in _name_countries(),
        shown_keys=frozenset(_SHOWN.lower().split()),
        shown_tags=frozenset(_TAGS.split()),
        private_spots=tuple((spot, kind) for kind, spots in _SPOTS.items() for spot in spots),
        shown_spots=_SHOWN_SPOTS,
        vocabulary=gather_vocabulary(
            "companion.marketplaces.aliexpress", "companion.money", calendar="companion.when"
        ),
        chat=ChatPrivacy(
            envelope_keys=frozenset(_ENVELOPE.split()),
            role_keys=frozenset(_ROLES.lower().split()),
            id_keys=frozenset(key.lower() for key in THREAD_KEYS),
            time_keys=frozenset(_TIMES.lower().replace("_", "").split()),
            find_label=find_label,
        ),
    )
