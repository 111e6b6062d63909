"""The words records are written in; each value is also the word in JSON and on the command line."""

from enum import StrEnum


class PageKind(StrEnum):
    """What a captured page or answer is."""

    ORDER_LIST = "order_list"
    ORDER_DETAIL = "order_detail"
    TRACKING = "tracking"
    CHAT = "chat"
    REFUND_LIST = "refund_list"
    DISPUTE = "dispute"
    ORDER_SNAPSHOT = "order_snapshot"
    LISTING = "listing"
    POLICY = "policy"
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Which of its two readings a page was understood by."""

    API = "api"  # the site's own answers
    PAGE = "page"  # the frozen document, as the buyer saw it


class OrderState(StrEnum):
    """Where an order stands, in our words; `Order.site_state` keeps the site's."""

    UNPAID = "unpaid"
    PROCESSING = "processing"
    AWAITING_SHIPMENT = "awaiting_shipment"
    AWAITING_DELIVERY = "awaiting_delivery"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    CLOSED = "closed"
    REFUNDED = "refunded"
    IN_DISPUTE = "in_dispute"
    UNKNOWN = "unknown"


class Milestone(StrEnum):
    """What a tracking event means; `delivered` only for the signed scan."""

    ORDERED = "ordered"
    PAID = "paid"
    PACKED = "packed"
    ACCEPTED = "accepted"
    IN_TRANSIT = "in_transit"
    CUSTOMS = "customs"
    OUT_FOR_DELIVERY = "out_for_delivery"
    DELIVERY_FAILED = "delivery_failed"
    DELIVERED = "delivered"
    RETURNED = "returned"
    EXCEPTION = "exception"
    OTHER = "other"


class Author(StrEnum):
    """Who wrote a message, as the site tells it."""

    BUYER = "buyer"
    SELLER = "seller"
    PLATFORM = "platform"
    BOT = "bot"  # the platform's, writing in the seller's name


class MessageKind(StrEnum):
    """What a message carries."""

    TEXT = "text"
    IMAGE = "image"
    VIDEO = "video"
    ORDER = "order"
    PRODUCT = "product"
    OFFER = "offer"  # a refund, a coupon, a price
    SYSTEM = "system"
    UNKNOWN = "unknown"


class StatementKind(StrEnum):
    """What a page says about a right."""

    REFUND_IF_NOT_DELIVERED_BY = "refund_if_not_delivered_by"
    LATE_COUPON_FROM = "late_coupon_from"
    ESTIMATED_DELIVERY = "estimated_delivery"
    PROTECTION_ENDS = "protection_ends"
    AUTO_CONFIRM_ON = "auto_confirm_on"
    PAY_BY = "pay_by"
    SHIP_BY = "ship_by"
    RETURN_WITHIN = "return_within"
    DISPUTE_WITHIN = "dispute_within"
    OFFER_RESPONSE_BY = "offer_response_by"
    EVIDENCE_BY = "evidence_by"
    RETURN_SHIP_BY = "return_ship_by"


class Anchor(StrEnum):
    """The event a period is counted from."""

    ORDER_PLACED = "order_placed"
    ORDER_PAID = "order_paid"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    ORDER_COMPLETED = "order_completed"
    DISPUTE_OPENED = "dispute_opened"


class DeadlineKind(StrEnum):
    """The option a buyer gains or loses at a deadline."""

    NOT_DELIVERED_REFUND = "not_delivered_refund"
    PROTECTION_END = "protection_end"
    AUTO_CONFIRM = "auto_confirm"
    DISPUTE_OPENS = "dispute_opens"
    DISPUTE_CLOSE = "dispute_close"
    FREE_RETURN_END = "free_return_end"
    BUYER_RESPONSE = "buyer_response"
    EVIDENCE_DUE = "evidence_due"
    RETURN_SHIP = "return_ship"
    DELIVERY_PROMISE = "delivery_promise"
    PAY_BY = "pay_by"
    SHIP_DEADLINE = "ship_deadline"
    NO_DATE_KNOWN = "no_date_known"


class Role(StrEnum):
    """Who has to act at a deadline, or what happens by itself."""

    BUYER_DUE = "buyer_due"
    OPENS = "opens"
    SELLER_DUE = "seller_due"
    AUTO = "auto"


class DeadlineStatus(StrEnum):
    """Whether a deadline still matters."""

    OPEN = "open"
    CLAIMABLE = "claimable"
    MOOT = "moot"
    OVER = "over"
    DONE = "done"


class Origin(StrEnum):
    """Who says that a deadline exists."""

    PAGE = "page"
    RULE = "rule"
    USER = "user"
    NONE = "none"


class Certainty(StrEnum):
    """How well a deadline is known: stated by a page, or the grade of its rule."""

    STATED = "stated"
    A = "A"
    B = "B"
    C = "C"
    D = "D"
    U = "U"


class Urgency(StrEnum):
    """How soon the buyer has to act, most urgent first."""

    OVERDUE = "overdue"
    CRITICAL = "critical"
    URGENT = "urgent"
    SOON = "soon"
    LATER = "later"


class Trigger(StrEnum):
    """Why a capture was taken."""

    LOAD = "load"
    CHANGE = "change"
    LEAVE = "leave"
    MANUAL = "manual"
    IMPORT = "import"


class PartRole(StrEnum):
    """What a part of a capture is."""

    PAGE = "page"
    API = "api"
    FRAME = "frame"
    RESOURCE = "resource"
    SCREENSHOT = "screenshot"
