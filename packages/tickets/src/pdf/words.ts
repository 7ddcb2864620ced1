/** The languages that paper is printed in; others get the first one. */
const LANGUAGES = ['en', 'de', 'fr'] as const;
export type PrintedLanguage = (typeof LANGUAGES)[number];

/** The language to print in, of an ISO 639-1 code. */
export function printedLanguage(language: string): PrintedLanguage {
  return LANGUAGES.find((known) => known === language) ?? LANGUAGES[0];
}

/** What stands on tickets and documents; `{name}` is replaced. */
export const WORDS = {
  tickets: { en: 'Tickets', de: 'Tickets', fr: 'Billets' },
  ticket: { en: 'Ticket', de: 'Ticket', fr: 'Billet' },
  place: { en: '{place} of {of}', de: '{place} von {of}', fr: '{place} sur {of}' },
  name: { en: 'Name', de: 'Name', fr: 'Nom' },
  date: { en: 'Date', de: 'Datum', fr: 'Date' },
  time: { en: 'Time', de: 'Zeit', fr: 'Heure' },
  doors: { en: 'Doors', de: 'Einlass', fr: 'Ouverture des portes' },
  venue: { en: 'Venue', de: 'Ort', fr: 'Lieu' },
  price: { en: 'Price', de: 'Preis', fr: 'Prix' },
  age: { en: 'From {age} years', de: 'Ab {age} Jahren', fr: 'À partir de {age} ans' },
  order: { en: 'Order', de: 'Bestellung', fr: 'Commande' },
  code: {
    en: 'The code of this ticket',
    de: 'Der Code dieses Tickets',
    fr: 'Le code de ce billet',
  },
  fold: { en: 'Fold here', de: 'Hier falten', fr: 'Plier ici' },
  goodToKnow: { en: 'Good to know', de: 'Gut zu wissen', fr: 'Bon à savoir' },
  atTheEntrance: { en: 'At the entrance', de: 'Am Einlass', fr: 'À l’entrée' },
  show: {
    en: 'Show the code on this page, or on your phone. It admits one person, once: let nobody photograph it.',
    de: 'Zeigen Sie den Code auf dieser Seite oder auf dem Handy vor. Er gilt für eine Person und einmal: Lassen Sie ihn von niemandem fotografieren.',
    fr: 'Présentez le code de cette page, ou celui de votre téléphone. Il admet une personne, une fois : ne le laissez photographier par personne.',
  },
  reissued: {
    en: 'Once this ticket has another name or is issued again, this code admits nobody.',
    de: 'Sobald dieses Ticket einen anderen Namen bekommt oder neu ausgestellt wird, gilt dieser Code nicht mehr.',
    fr: 'Dès que ce billet porte un autre nom ou est émis à nouveau, ce code n’est plus valable.',
  },
  soldBy: { en: 'Sold by {seller}', de: 'Verkauft von {seller}', fr: 'Vendu par {seller}' },
  receipt: { en: 'Receipt', de: 'Beleg', fr: 'Reçu' },
  invoice: { en: 'Invoice', de: 'Rechnung', fr: 'Facture' },
  credit_note: { en: 'Credit note', de: 'Korrekturbeleg', fr: 'Avoir' },
  number: { en: 'Number', de: 'Nummer', fr: 'Numéro' },
  issued: { en: 'Issued', de: 'Ausgestellt', fr: 'Émis le' },
  ordered: { en: 'Ordered', de: 'Bestellt', fr: 'Commandé le' },
  corrects: { en: 'Corrects', de: 'Berichtigt', fr: 'Rectifie' },
  to: { en: 'To', de: 'An', fr: 'À' },
  event: { en: 'Event', de: 'Veranstaltung', fr: 'Événement' },
  item: { en: 'Item', de: 'Position', fr: 'Désignation' },
  quantity: { en: 'Quantity', de: 'Menge', fr: 'Quantité' },
  each: { en: 'Each', de: 'Einzeln', fr: 'Prix unitaire' },
  amount: { en: 'Amount', de: 'Betrag', fr: 'Montant' },
  money: { en: 'Refund of money', de: 'Rückzahlung', fr: 'Remboursement' },
  notRefunded: { en: 'Not refunded', de: 'Nicht erstattet', fr: 'Non remboursé' },
  discount: { en: 'Discount', de: 'Rabatt', fr: 'Remise' },
  net: { en: 'Net', de: 'Netto', fr: 'Total HT' },
  tax: { en: 'VAT', de: 'USt.', fr: 'TVA' },
  total: { en: 'Total', de: 'Gesamt', fr: 'Total TTC' },
  totalPaid: { en: 'Total paid', de: 'Bezahlt', fr: 'Total payé' },
  totalBack: { en: 'Total refunded', de: 'Erstattet', fr: 'Total remboursé' },
  fee: {
    en: 'Includes a fee of {fee}',
    de: 'Enthält eine Gebühr von {fee}',
    fr: 'Comprend des frais de {fee}',
  },
  paid: {
    en: 'Paid in full. Thank you.',
    de: 'Vollständig bezahlt. Vielen Dank.',
    fr: 'Payé en totalité. Merci.',
  },
  vatId: { en: 'VAT ID', de: 'USt-IdNr.', fr: 'N° TVA' },
  taxNumber: { en: 'Tax number', de: 'Steuernummer', fr: 'N° fiscal' },
} as const satisfies Record<string, Record<PrintedLanguage, string>>;

export type Word = keyof typeof WORDS;

/** Says a word, with what it names in place. */
export function say(
  language: PrintedLanguage,
  word: Word,
  names: Readonly<Record<string, string | number>> = {},
): string {
  return WORDS[word][language].replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
    String(names[name] ?? whole),
  );
}
