import { languageOf, localeFor } from '@onsale/i18n';

const english = {
  bank: 'Test bank',
  warning: 'Test bank. No money moves here.',
  to: 'Payment to',
  openFor: 'This page closes within',
  pay: (amount: string) => `Pay ${amount}`,
  paySecurely: 'Pay with 3-D Secure',
  decline: 'Decline the card',
  leave: 'Close and return to the shop',
  choose: 'You are the buyer, and the card. Choose what happens.',
  secureTitle: 'Is it you?',
  secureText: (amount: string, shop: string) =>
    `Your bank asks whether you want to pay ${amount} to ${shop}.`,
  approve: 'Approve',
  deny: 'Deny',
  back: 'Back',
  toShop: 'Back to the shop',
  states: {
    open: ['Open', ''],
    paid: ['Paid', 'Thank you. The shop will tell you more.'],
    processing: ['The payment is being checked', 'The shop tells you as soon as it is decided.'],
    failed: ['The card was declined', 'Nothing was charged. You can try again from the shop.'],
    expired: ['This page has expired', 'Nothing was charged. Go back to the shop to try again.'],
  },
  unknown: ['There is no such payment', 'Check the address, or go back to the shop.'],
};

export type Texts = typeof english;

const german: Texts = {
  bank: 'Testbank',
  warning: 'Testbank. Hier fließt kein Geld.',
  to: 'Zahlung an',
  openFor: 'Seite schließt spätestens in',
  pay: (amount) => `${amount} bezahlen`,
  paySecurely: 'Mit 3-D Secure bezahlen',
  decline: 'Karte ablehnen',
  leave: 'Schließen und zurück zum Shop',
  choose: 'Hier sind Sie Käufer und Karte zugleich. Entscheiden Sie, was geschieht.',
  secureTitle: 'Sind Sie es?',
  secureText: (amount, shop) => `Ihre Bank fragt, ob Sie ${amount} an ${shop} bezahlen möchten.`,
  approve: 'Freigeben',
  deny: 'Ablehnen',
  back: 'Zurück',
  toShop: 'Zurück zum Shop',
  states: {
    open: ['Offen', ''],
    paid: ['Bezahlt', 'Vielen Dank. Alles Weitere erfahren Sie im Shop.'],
    processing: ['Die Zahlung wird geprüft', 'Sobald sie entschieden ist, sehen Sie es im Shop.'],
    failed: [
      'Die Karte wurde abgelehnt',
      'Es wurde nichts abgebucht. Im Shop können Sie es noch einmal versuchen.',
    ],
    expired: [
      'Diese Seite ist abgelaufen',
      'Es wurde nichts abgebucht. Im Shop können Sie es noch einmal versuchen.',
    ],
  },
  unknown: [
    'Diese Zahlung gibt es nicht',
    'Prüfen Sie die Adresse, oder gehen Sie zurück zum Shop.',
  ],
};

/** Who reads a page: its texts, and the locale of its amounts. */
export interface Reader {
  language: string;
  locale: string;
  texts: Texts;
}

const french: Texts = {
  bank: 'Banque de test',
  warning: 'Banque de test. Aucun argent réel.',
  to: 'Paiement à',
  openFor: 'Cette page se ferme d’ici',
  pay: (amount) => `Payer ${amount}`,
  paySecurely: 'Payer avec 3-D Secure',
  decline: 'Refuser la carte',
  leave: 'Fermer et revenir à la boutique',
  choose: 'Vous êtes l’acheteur et la carte à la fois. Choisissez ce qui se passe.',
  secureTitle: 'Est-ce bien vous\u00a0?',
  secureText: (amount, shop) => `Votre banque demande si vous voulez payer ${amount} à ${shop}.`,
  approve: 'Accepter',
  deny: 'Refuser',
  back: 'Retour',
  toShop: 'Revenir à la boutique',
  states: {
    open: ['Ouvert', ''],
    paid: ['Payé', 'Merci. La boutique vous en dira plus.'],
    processing: [
      'Le paiement est en cours de vérification',
      'La boutique vous en informera dès que possible.',
    ],
    failed: [
      'La carte a été refusée',
      'Rien n’a été débité. Vous pouvez réessayer depuis la boutique.',
    ],
    expired: ['Cette page a expiré', 'Rien n’a été débité. Revenez à la boutique pour réessayer.'],
  },
  unknown: ['Ce paiement n’existe pas', 'Vérifiez l’adresse ou revenez à la boutique.'],
};

const TEXTS: Readonly<Record<string, Texts>> = { en: english, de: german, fr: french };

/** The first of the languages above that a browser asks for; English else. */
export function readerOf(acceptLanguage = ''): Reader {
  const wanted = acceptLanguage
    .slice(0, 200)
    .split(',')
    .map((part) => part.split(';q='))
    .map(([tag = '', weight = '1']) => ({ tag: tag.trim(), weight: Number(weight) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
  const language = wanted.map(languageOf).find((each) => Object.hasOwn(TEXTS, each)) ?? 'en';
  return {
    language,
    locale: localeFor(language, wanted),
    texts: TEXTS[language] ?? english,
  };
}
