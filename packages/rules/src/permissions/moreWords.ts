// What buttons that order or pay say in further languages of shops: of Europe, and a few spoken by most people elsewhere. As people
// write them; read like every name, without accents.

/** The whole of a name: among others these words mean other things, some of them in other languages. */
export const alone = {
  order:
    'köp|beställ|køb|bestil|kjøp|bestill|osta|tilaa|encomendar|objednat|koupit|objednať|kúpiť|megrendelés|vásárlás|cumpără|comandă|naruči|kupi|telli|pirkt|pirkti|beli|pesan|купи|купити|купить|заказать|замовити|наручи|αγορά|παραγγελία|شراء|اشتر|اطلب|קנה|קנייה|הזמן',
  pay: 'betala|betal|maksa|fizetés|öde|plati|plaćanje|плати|оплата|πληρωμή|bayar|الدفع|שלם|לתשלום',
};

/** In a short name. */
export const spaced = {
  // Swedish, Danish, Norwegian, Finnish; Portuguese; Czech, Slovak; Hungarian; Romanian; Turkish; Croatian, Slovene, Serbian;
  // Estonian, Latvian, Lithuanian; Russian, Ukrainian, Bulgarian; Greek; Vietnamese, Indonesian; Arabic, Hebrew.
  order: `köp nu|slutför köp|genomför köp|beställ nu|lägg beställning|skicka (?:order|beställning)|køb nu|gennemfør køb|bestil nu|afgiv ordre|kjøp nå|fullfør (?:kjøp|bestilling)|bestill nå|send bestilling|legg inn bestilling|osta nyt|tilaa nyt|vahvista tilaus|lähetä tilaus
fechar pedido|objednat s|závazně objednat|odeslat objednávku|potvrdit objednávku|dokončit objednávku|zavazující k platbě|odoslať objednávku|s povinnosťou platby|s povinností platby|megrendelem|megveszem|(?:meg)?rendelés (?:elküldése|leadása|véglegesítése)
cumpără acum|comandă acum|trimite comanda|plasează comanda|finalizează comanda|satın al|hemen al|siparişi (?:onayla|tamamla|ver)|sipariş ver|kupi (?:sada|zdaj|odmah)|naruči (?:sada|odmah)|oddaj naročilo|potrdi naročilo|potvrdi narudžbu|kinnita tellimus|pasūtīt|užsakyti
купить (?:сейчас|в)|(?:оформить|подтвердить|сделать) заказ|купити зараз|(?:оформити|підтвердити) замовлення|поръчай|поръчвам|купи сега|αγοράστε|αγορά τώρα|(?:ολοκλήρωση|υποβολή|αποστολή) παραγγελίας|παραγγελία τώρα|mua ngay|đặt hàng|beli sekarang|pesan sekarang|اشتري الآن|شراء الآن|اطلب الآن|تأكيد الطلب|إتمام الطلب|בצע הזמנה|קנה עכשיו`,
  pay: `betala nu|betal nu|betal nå|maksa nyt|zaplatit|zaplatiť|fizetek|plătește|hemen öde|ödeme yap|plati (?:sada|zdaj)|samaksāt|apmokėti|оплатить|заплатить|оплатити|сплатити|плати сега|πληρώστε|thanh toán ngay|bayar sekarang|ادفع|الدفع الآن|שלם עכשיו`,
};

/** Written without spaces: looked for anywhere in a short name. Chinese, Japanese, Korean, Thai. */
export const unspaced = {
  order:
    '购买|購買|下单|下單|提交订单|提交訂單|确认订单|確認訂單|購入|注文する|注文を確定|注文を送信|今すぐ買|구매하기|바로 ?구매|주문하기|주문 ?확정|สั่งซื้อ|ซื้อเลย',
  pay: '立即支付|确认支付|確認支付|确认付款|確認付款|去支付|去付款|支払う|お支払いを確定|결제하기|ชำระเงิน',
};
