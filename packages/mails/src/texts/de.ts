import type { MailTexts } from './en.ts';

export const de: MailTexts = {
  // No comma: the sentence after one would have to begin with a small letter.
  hello: (name) => `Guten Tag ${name}`,
  when: 'Wann',
  doors: 'Einlass',
  where: 'Wo',
  order: 'Bestellung',
  total: 'Gesamt',
  fee: 'davon Gebühr',
  tax: 'davon Steuer',
  discount: 'Rabatt',
  free: 'kostenlos',
  openOrder: 'Zur Bestellung',
  seeTickets: 'Tickets ansehen',
  private:
    'Wer diesen Link hat, sieht Ihre Bestellung und die Tickets: Leiten Sie diese Mail nur mit Bedacht weiter.',

  confirmed: {
    subject: (event, count) => `${count === 1 ? 'Ihr Ticket' : 'Ihre Tickets'} für ${event}`,
    headline: (count) => (count === 1 ? 'Hier ist Ihr Ticket' : `Hier sind Ihre ${count} Tickets`),
    attached:
      'Die Tickets sind als PDF angehängt, zum Ausdrucken oder zum Vorzeigen auf dem Handy.',
    attachedOne:
      'Das Ticket ist als PDF angehängt, zum Ausdrucken oder zum Vorzeigen auf dem Handy.',
    onPage: 'Die Codes für den Einlass finden Sie auf der Seite Ihrer Bestellung.',
    pageToo:
      'Sie finden sie auch auf der Seite Ihrer Bestellung, die nach dem ersten Öffnen ohne Netz funktioniert.',
    names: (until) => `Bis ${until} können Sie dort die Namen auf den Tickets ändern.`,
    receipt: 'Auch Ihr Beleg ist angehängt.',
    bought: 'Ihr Einkauf',
    goodToKnow: 'Gut zu wissen',
    terms: (version) => `Die Bedingungen, denen Sie zugestimmt haben (Fassung ${version})`,
    termsAt: (version) => `Sie haben den Bedingungen in der Fassung ${version} zugestimmt:`,
    termsVersion: (version) => `Sie haben den Bedingungen in der Fassung ${version} zugestimmt.`,
  },

  refund: {
    subject: (amount, event) => `Sie erhalten ${amount} zurück: ${event}`,
    headline: (amount) => `Sie erhalten ${amount} zurück`,
    how: 'Das Geld geht den Weg zurück, auf dem Sie bezahlt haben. Bis Sie es sehen, können bei Ihrer Bank einige Tage vergehen.',
    void: 'Diese Tickets gelten nicht mehr:',
    allVoid: 'Die ganze Bestellung wird erstattet. Ihre Tickets gelten nicht mehr.',
    rest: 'Die übrigen Tickets Ihrer Bestellung gelten weiter.',
    moneyOnly: 'Ihre Tickets gelten weiter.',
    creditNote: 'Der Korrekturbeleg ist angehängt.',
    nothing: {
      subject: (event) => `Tickets gelten nicht mehr: ${event}`,
      headline: 'Tickets Ihrer Bestellung gelten nicht mehr',
      how: 'Geld wird dafür nicht erstattet.',
      allVoid: 'Keines der Tickets Ihrer Bestellung gilt noch.',
    },
  },

  returned: {
    subject: (amount, event) => `Ihre Zahlung von ${amount} geht zurück: ${event}`,
    headline: 'Ihre Zahlung geht an Sie zurück',
    late: (amount) =>
      `Ihre Zahlung von ${amount} kam an, als die Tickets nicht mehr für Sie frei waren: zu spät, oder die Bestellung war schon beendet. Wir senden Ihnen den ganzen Betrag zurück.`,
    noTickets: 'Aus dieser Bestellung haben Sie keine Tickets.',
    wrongAmount: (amount, total) =>
      `Wir haben ${amount} erhalten, Ihre Bestellung kostet aber ${total}. Was wir erhalten haben, senden wir Ihnen zurück.`,
    notPaid:
      'Ihre Bestellung ist also nicht bezahlt. Solange auf ihrer Seite steht, dass die Tickets für Sie reserviert sind, können Sie dort zahlen.',
    doubled: (amount) =>
      `Wir haben ${amount} mehr erhalten, als Ihre Bestellung kostet, und senden Ihnen diesen Betrag zurück. Ihre Tickets gelten weiter.`,
  },

  cancelled: {
    subject: (event) => `Ihre Bestellung ist storniert: ${event}`,
    headline: 'Ihre Bestellung ist storniert',
    text: 'Die Tickets gelten nicht mehr. Zu zahlen ist nichts.',
  },

  eventCancelled: {
    subject: (event) => `Abgesagt: ${event}`,
    headline: (event) => `${event} ist abgesagt`,
    text: 'Es tut uns leid: Die Veranstaltung findet nicht statt, und die Tickets gelten nicht mehr.',
    refund: (amount) =>
      `Sie erhalten ${amount} zurück und brauchen nichts zu tun. Das Geld geht den Weg zurück, auf dem Sie bezahlt haben. Bis Sie es sehen, können bei Ihrer Bank einige Tage vergehen.`,
    free: 'Sie haben nichts bezahlt und brauchen nichts zu tun.',
  },

  eventChanged: {
    subject: (event) => `Geändert: ${event}`,
    headline: (event) => `Es hat sich etwas geändert: ${event}`,
    text: 'Bitte sehen Sie nach, was anders ist. Ihre Tickets gelten weiter.',
    before: (value) => `vorher: ${value}`,
    name: 'Veranstaltung',
    now: 'So ist es jetzt',
    attached: 'Ihre Tickets sind mit dem neuen Stand angehängt. Die bisherigen gelten ebenfalls.',
  },

  reminder: {
    tomorrow: (event) => `Ihre Tickets für morgen: ${event}`,
    soon: (event) => `Ihre Tickets: ${event}`,
    headline: 'Bis morgen!',
    headlineSoon: 'Bis bald!',
    text: 'Halten Sie Ihre Tickets am Einlass bereit, auf dem Handy oder auf Papier.',
    attached: 'Die Tickets sind noch einmal angehängt.',
  },

  replaced: {
    subject: (event) => `Ein neues Ticket für ${event}`,
    headline: 'Ein Ticket wurde neu ausgestellt',
    text: 'Dieses Ticket hat einen neuen Code. Der bisherige gilt nicht mehr, auch nicht ausgedruckt:',
    textMany:
      'Diese Tickets haben neue Codes. Die bisherigen gelten nicht mehr, auch nicht ausgedruckt:',
    attached: 'Alle Tickets Ihrer Bestellung sind so angehängt, wie sie jetzt gelten.',
    unexpected: 'Wenn Sie damit nicht gerechnet haben, schreiben Sie uns.',
  },

  message: {
    why: (event) => `Sie erhalten diese Nachricht, weil Sie Tickets für ${event} bestellt haben.`,
    optOut: 'Keine solchen Nachrichten mehr',
  },

  links: {
    subject: (seller) => `Ihre Bestellungen bei ${seller}`,
    headline: 'Ihre Bestellungen',
    text: 'Jemand, vermutlich Sie, hat nach den Bestellungen dieser Adresse gefragt.',
    open: 'Meine Bestellungen zeigen',
    expires: (minutes) => `Der Link gilt ${minutes} Minuten lang.`,
    unexpected:
      'Wenn Sie das nicht waren, ist nichts zu tun: Diese Mail hat außer Ihnen niemand erhalten.',
  },

  test: {
    subject: (seller) => `Eine Probe der Mails von ${seller}`,
    headline: 'Es funktioniert',
    text: 'Ihr Mailserver hat diese Mail angenommen, und hier ist sie.',
    by: (name) => `Angefordert von ${name}.`,
  },

  webhookDisabled: {
    subject: 'Webhooks sind für einen Endpunkt abgeschaltet',
    headline: 'Ein Endpunkt erhält keine Webhooks mehr',
    text: 'Er antwortet schon so lange nicht richtig, dass wir es nicht weiter versuchen:',
    endpoint: 'Endpunkt',
    since: 'Fehler seit',
    answer: 'Letzte Antwort',
    next: 'Bringen Sie ihn in Ordnung und schalten Sie ihn dann in der Konsole wieder ein. Was er verpasst hat, lässt sich aus seinem Protokoll noch einmal senden.',
    open: 'In der Konsole öffnen',
  },

  foot: {
    ordered: (seller) => `Sie erhalten diese Mail wegen Ihrer Bestellung bei ${seller}.`,
    team: (seller) => `Sie erhalten diese Mail, weil Sie zum Team von ${seller} gehören.`,
    asked: (seller) => `Sie erhalten diese Mail, weil sie bei ${seller} angefordert wurde.`,
    questions: (address) => `Fragen? Schreiben Sie an ${address}.`,
    vatId: (id) => `USt-IdNr. ${id}`,
    imprint: 'Impressum',
    shop: 'Zum Shop',
  },
};
