import type { TargetFacts } from '@theke/protocol';

type Says = TargetFacts['says'][number];

// Texts of real buttons in the seven languages, without accents (plain.ts). `strong` says it wherever it stands and however the
// words are spaced; `word` only in a short name, where it is not part of a sentence.

/** Words that look alike and do no harm: taken out before the others are looked for. */
export const calm =
  /\b(weiter einkaufen|ordina per|(online|gunstig) kaufen|best buys?|buy \d+ (?:get|for|and|save|pay)\b|(ways|how) to (pay|buy|order)|(zum|naar) (bestellen|betalen)|(filter|suche|auswahl|eingabe|verlauf)n? (loschen|loeschen)|(borrar|eliminar|cancella|elimina|supprimer|effacer|usun|wyczysc|verwijder) (los |i |les |de |alle )?(filtros|filtri|filtres|filters|filtry)|delete (all )?filters?|(from|in) (the |your )?(cart|basket|bag)|(zahlen|bezahlen) und fakten)\b/g;

/** Taken out of a cart, nothing is lost. */
export const cart =
  /\b(cart|basket|bag|warenkorb|panier|carrello|carrito|cesta|winkelwagen|winkelmandje|mandje|koszyka?)\b/;

const possessive =
  '(?:(?:my|your|the|this|our|la|le|ma|mon|votre|il|lo|el|mi|tu|su|de|het|mijn|je|uw|ihre?n?|meine?n?|die|das|den|l|mes|ton|ta) )?';
const goods = `${possessive}(?:order|purchase|booking|bestellung|kauf|einkauf|auftrag|buchung|commande|achat|ordine|acquisto|pedido|compra|bestelling|aankoop|zamowienie|zakup)`;
const finish =
  '(?:place|submit|send|confirm|complete|finali[sz]e|finish|execute|passer|valider|confirmer|finaliser|envoyer|invia|conferma|completa|effettua|concludi|realizar|confirmar|finalizar|enviar|completar|hacer|tramitar|zloz|potwierdz|finalizuj)';
const finishGerman =
  '(?:abschicken|absenden|senden|aufgeben|abschliessen|bestatigen|bestaetigen|ausfuhren|ausfuehren|erteilen|plaatsen|afronden|bevestigen|versturen|voltooien)';
const paying = `${possessive}(?:payment|transfer|zahlung|uberweisung|ueberweisung|paiement|pagamento|pago|betaling|platnosc|platnosci)`;
const now = '(?:now|jetzt|sofort|nun|direkt|maintenant|ora|subito|adesso|ahora|ya|nu|direct|teraz)';
const contract = `${possessive}(?:order|purchase|booking|subscription|membership|contract|plan|reservation|bestellung|vertrag|abo|abonnement|buchung|commande|reservation|ordine|abbonamento|pedido|suscripcion|reserva|bestelling|zamowienie|subskrypcje)`;
const account = `${possessive}(?:(?:customer|user|kunden|benutzer) ?)?(?:accounts?|konto|profil|profile|compte|cuenta|perfil|profilo|daten|kundenkonto|benutzerkonto)`;

export const strong: Record<Says, string> = {
  order: `zahlungspflichtig(?:en?)?|kostenpflichtig(?:en?)?|obligation de paiement|obligation to pay|obbligo di pagare|obbligo di pagamento|obligacion de pago|betaalverplichting|obowiazkiem zaplaty|verbindlich (?:bestellen|kaufen|buchen)|${finish} ${goods}|${goods} ${finishGerman}|(?:buy|order|purchase) ${now}|${now} (?:kaufen|bestellen|buchen|kopen)|(?:acheter|commander|acquista|compra|comprar|ordina|pedir|kup|zamow|koop|book) ${now}|buy it now|one click buy|(?:order|purchase) and pay|abo (?:starten|abschliessen)|start (?:my |your )?(?:subscription|membership)|kupuje i place`,
  pay: `pay ${now}|${now} (?:be)?zahlen|(?:payer|paga|pagar|zaplac) ${now}|${now} betalen|(?:make|submit|send|confirm|complete|authori[sz]e|effectuer|valider|confirmer|effettua|conferma|realizar|confirmar|dokonaj) ${paying}|${paying} (?:${finishGerman}|freigeben|durchfuhren|durchfuehren|autorisieren)|(?:confirm|agree|order|review|subscribe) and pay|(?:slide|swipe|click|tap) to pay|(?:mit|per) \\S+(?: pay)? (?:be)?zahlen|jetzt spenden|donate ${now}`,
  delete: `(?:delete|close|deactivate|erase|remove) ${account}|${account} (?:loschen|loeschen|entfernen|schliessen|auflosen|aufloesen|deaktivieren|verwijderen|opheffen)|(?:supprimer|cloturer|fermer|desactiver|elimina|cancella|chiudi|eliminar|borrar|cerrar|verwijder|usun|skasuj|zamknij) ${account}`,
  signOut:
    'log ?out|sign ?out|log ?off|sign ?off|ausloggen|deconnecter|deconnexion|disconnetti(?:ti|rsi)?|cerrar sesion|desconectar(?:se)?|uitloggen|wyloguj(?: sie)?',
  cancel: `cancel ${contract}|${contract} (?:stornieren|kundigen|kuendigen|widerrufen|annuleren|opzeggen|cancel)|(?:annuler|resilier|annulla|disdici|cancelar|anular|annuleer|anuluj) ${contract}|withdraw from ${contract}|vertrage? hier kundigen`,
};

export const word: Record<Says, string> = {
  order:
    '^buy\\b|^purchase$|^order$|\\b(?:kaufen|bestellen|kopen|acheter|achete|commander|commande maintenant|comprar|zamawiam|zamow|kupuje|kup|encargar)\\b|^(?:je|j) (?:commande|achete)|^(?:acquista|compra|ordina|koop|book|buchen|reserve)\\b|^place bid$',
  pay: '^pay\\b|\\b(?:bezahlen|zaplac|place teraz|oplac|payer|pagar|betalen|spenden)\\b|^(?:zahlen|paga|dona|donate|donar|betaal)\\b|^place$|^regler (?:ma|la|mon|maintenant|\\d)|^(?:donner|faire un don)$|[€$£\\d] zahlen\\b|^(?:pay ?pal|apple pay|google pay|g ?pay|amazon pay|shop pay|klarna|sofort(?:uberweisung)?)(?: (?:express|checkout))?$',
  delete:
    '\\b(?:delete|loschen|loeschen|supprimer|elimina|eliminar|borrar|cancella|verwijder|verwijderen|usun|skasuj|erase)\\b',
  signOut: '\\b(?:abmelden|afmelden|esci|salir)\\b',
  cancel: '\\b(?:stornieren|kundigen|kuendigen|widerrufen|resilier|disdici|opzeggen)\\b',
};

/** What ids, names and addresses of buttons and links say: made by programmers, in English or German. */
export const code: Record<Says, string> = {
  order:
    '(?:place|submit|confirm|complete|finali[sz]e|finish|send|create|save) ?(?:order|purchase)|order ?(?:place|submit|confirm|now)|(?:buy|order) ?now|checkout ?(?:complete|confirm|submit)|bestellung ?(?:abschicken|absenden|abschliessen)|(?:jetzt|sofort) ?(?:kaufen|bestellen)|zahlungspflichtig|kostenpflichtig',
  pay: 'pay ?now|(?:make|submit|confirm|execute) ?payment|payment ?(?:submit|confirm|execute)|jetzt ?(?:be)?zahlen',
  delete:
    '(?:delete|close|remove) ?(?:account|user|customer|profile)|(?:account|user|customer|profile|konto) ?(?:delete|close|loschen|loeschen)',
  signOut: 'log ?out|sign ?out|log ?off|ausloggen|abmelden',
  cancel:
    'cancel ?(?:order|subscription|contract)|(?:orders?|subscriptions?|contracts?) ?(?:cancel|stornieren)|stornieren|kuendigen',
};
