/* What the shop's pages say themselves, beside what the answers bring. English as seen on the site in 2026; the order
   date in Korean and Polish words too; all else is dictionary words, not seen on the site. */
window.shopLabels = (() => {
  "use strict";
  const NAMES = ["orderDate", "orderId", "total", "details", "viewOrders", "contact", "address", "tracking", "delivery", "trackingNumber"];
  const TABLE = {
    en: "Order date|Ref. Number|Total|Details|View orders|Contact seller|Delivery address|Tracking|Delivery|Tracking number",
    pt: "Data do pedido|Número do pedido|Total|Detalhes|Ver pedidos|Contatar vendedor|Endereço de entrega|Rastreamento|Entrega|Código de rastreamento",
    es: "Fecha del pedido|Número de pedido|Total|Detalles|Ver más pedidos|Contactar con el vendedor|Dirección de entrega|Seguimiento|Entrega|Número de seguimiento",
    fr: "Date de commande|Numéro de commande|Total|Détails|Voir les commandes|Contacter le vendeur|Adresse de livraison|Suivi|Livraison|Numéro de suivi",
    de: "Bestelldatum|Bestell-Nr.|Gesamt|Details|Bestellungen ansehen|Verkäufer kontaktieren|Lieferadresse|Sendungsverfolgung|Lieferung|Trackingnummer",
    it: "Data dell'ordine|Numero d'ordine|Totale|Dettagli|Vedi gli ordini|Contatta il venditore|Indirizzo di consegna|Tracciamento|Consegna|Numero di tracciamento",
    nl: "Besteldatum|Bestelnummer|Totaal|Details|Bekijk bestellingen|Contact met verkoper|Bezorgadres|Volgen|Levering|Trackingnummer",
    pl: "Data zamówienia|Numer zamówienia|Suma|Szczegóły|Zobacz zamówienia|Kontakt ze sprzedawcą|Adres dostawy|Śledzenie|Dostawa|Numer śledzenia",
    ru: "Дата заказа|Номер заказа|Итого|Подробнее|Показать заказы|Связаться с продавцом|Адрес доставки|Отслеживание|Доставка|Трек-номер",
    uk: "Дата замовлення|Номер замовлення|Разом|Докладніше|Показати замовлення|Зв'язатися з продавцем|Адреса доставки|Відстеження|Доставка|Номер відстеження",
    tr: "Sipariş tarihi|Sipariş numarası|Toplam|Ayrıntılar|Siparişleri gör|Satıcıyla iletişim|Teslimat adresi|Takip|Teslimat|Takip numarası",
    ko: "주문일|주문번호|합계|상세 보기|주문 더 보기|판매자에게 문의|배송지|배송 조회|배송|운송장 번호",
    ja: "注文日|注文番号|合計|詳細|注文をもっと見る|出品者に連絡|お届け先|追跡|お届け|追跡番号",
    ar: "تاريخ الطلب|رقم الطلب|الإجمالي|التفاصيل|عرض الطلبات|تواصل مع البائع|عنوان التوصيل|التتبع|التسليم|رقم التتبع",
    iw: "תאריך הזמנה|מספר הזמנה|סך הכל|פרטים|הצג הזמנות|צור קשר עם המוכר|כתובת למשלוח|מעקב|משלוח|מספר מעקב",
    cs: "Datum objednávky|Číslo objednávky|Celkem|Podrobnosti|Zobrazit objednávky|Kontaktovat prodejce|Doručovací adresa|Sledování|Doručení|Číslo zásilky",
  };
  const words = (TABLE[document.documentElement.lang.slice(0, 2)] || TABLE.en).split("|");
  return Object.fromEntries(NAMES.map((name, place) => [name, words[place]]));
})();
