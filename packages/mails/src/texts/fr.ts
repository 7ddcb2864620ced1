import type { MailTexts } from './en.ts';

export const fr: MailTexts = {
  hello: (name) => `Bonjour ${name},`,
  when: 'Date',
  doors: 'Portes',
  where: 'Lieu',
  order: 'Commande',
  total: 'Total',
  fee: 'dont frais',
  tax: 'dont taxe',
  discount: 'Remise',
  free: 'gratuit',
  openOrder: 'Voir votre commande',
  seeTickets: 'Voir vos billets',
  private:
    'Toute personne disposant de ce lien peut voir votre commande et ses billets : transférez cet e-mail avec précaution.',

  confirmed: {
    subject: (event, count) => `${count === 1 ? 'Votre billet' : 'Vos billets'} : ${event}`,
    headline: (count) => (count === 1 ? 'Voici votre billet' : `Voici vos ${count} billets`),
    attached: 'Ils sont joints en PDF, à imprimer ou à présenter sur votre téléphone.',
    attachedOne: 'Il est joint en PDF, à imprimer ou à présenter sur votre téléphone.',
    onPage: 'Les codes d’entrée se trouvent sur la page de votre commande.',
    pageToo:
      'Vous les trouverez aussi sur la page de votre commande, qui fonctionne sans réseau une fois ouverte.',
    names: (until) => `Jusqu’au ${until}, vous pouvez y changer les noms sur les billets.`,
    receipt: 'Votre reçu est joint également.',
    bought: 'Votre achat',
    goodToKnow: 'Bon à savoir',
    terms: (version) => `Les conditions que vous avez acceptées (version ${version})`,
    termsAt: (version) => `Vous avez accepté les conditions, version ${version} :`,
    termsVersion: (version) => `Vous avez accepté les conditions, version ${version}.`,
  },

  refund: {
    subject: (amount, event) => `Remboursement de ${amount} : ${event}`,
    headline: (amount) => `Nous vous remboursons ${amount}`,
    how: 'L’argent vous revient par le moyen de paiement que vous avez utilisé. Votre banque peut mettre quelques jours à l’afficher.',
    void: 'Ces billets ne sont plus valables :',
    allVoid: 'Toute la commande est remboursée. Ses billets ne sont plus valables.',
    rest: 'Les autres billets de votre commande restent valables.',
    moneyOnly: 'Vos billets restent valables.',
    creditNote: 'L’avoir est joint.',
    nothing: {
      subject: (event) => `Des billets ne sont plus valables : ${event}`,
      headline: 'Des billets de votre commande ne sont plus valables',
      how: 'Aucun remboursement n’y est lié.',
      allVoid: 'Aucun billet de votre commande n’est plus valable.',
    },
  },

  returned: {
    subject: (amount, event) => `Votre paiement de ${amount} vous est renvoyé : ${event}`,
    headline: 'Votre paiement vous est renvoyé',
    late: (amount) =>
      `Votre paiement de ${amount} est arrivé quand les billets ne pouvaient plus être les vôtres : trop tard, ou la commande était terminée. Nous vous renvoyons la totalité.`,
    noTickets: 'Vous n’avez aucun billet de cette commande.',
    wrongAmount: (amount, total) =>
      `Nous avons reçu ${amount}, mais votre commande coûte ${total}. Nous vous renvoyons ce que nous avons reçu.`,
    notPaid:
      'Votre commande n’est donc pas payée. Tant que sa page indique que les billets vous sont réservés, vous pouvez y payer.',
    doubled: (amount) =>
      `Nous avons reçu ${amount} de plus que le prix de votre commande. Nous vous les renvoyons. Vos billets restent valables.`,
  },

  cancelled: {
    subject: (event) => `Votre commande est annulée : ${event}`,
    headline: 'Votre commande est annulée',
    text: 'Ses billets ne sont plus valables. Vous n’avez rien à payer.',
  },

  eventCancelled: {
    subject: (event) => `Annulé : ${event}`,
    headline: (event) => `Événement annulé : ${event}`,
    text: 'Nous sommes désolés : l’événement n’aura pas lieu, et ses billets ne sont plus valables.',
    refund: (amount) =>
      `Nous vous remboursons ${amount}, sans aucune démarche de votre part. L’argent vous revient par le moyen de paiement que vous avez utilisé ; selon votre banque, cela peut prendre quelques jours.`,
    free: 'Vous n’avez rien payé : vous n’avez rien à faire.',
  },

  eventChanged: {
    subject: (event) => `Changement : ${event}`,
    headline: (event) => `Un changement : ${event}`,
    text: 'Merci de regarder ce qui est différent. Vos billets restent valables.',
    before: (value) => `avant : ${value}`,
    name: 'Événement',
    now: 'Désormais',
    attached: 'Vos billets mis à jour sont joints. Ceux que vous avez déjà sont valables aussi.',
  },

  reminder: {
    tomorrow: (event) => `Vos billets pour demain : ${event}`,
    soon: (event) => `Vos billets : ${event}`,
    headline: 'À demain !',
    headlineSoon: 'À bientôt !',
    text: 'Préparez vos billets pour l’entrée, sur votre téléphone ou sur papier.',
    attached: 'Ils sont joints à nouveau.',
  },

  replaced: {
    subject: (event) => `Un nouveau billet : ${event}`,
    headline: 'Un billet a été réémis',
    text: 'Ce billet a un nouveau code. L’ancien n’est plus valable, même imprimé :',
    textMany:
      'Ces billets ont de nouveaux codes. Les anciens ne sont plus valables, même imprimés :',
    attached: 'Tous les billets de votre commande sont joints tels qu’ils sont maintenant.',
    unexpected: 'Si vous ne vous y attendiez pas, écrivez-nous.',
  },

  message: {
    why: (event) => `Vous recevez ce message parce que vous avez commandé des billets : ${event}.`,
    optOut: 'Ne plus recevoir ces messages',
  },

  links: {
    subject: (seller) => `Vos commandes : ${seller}`,
    headline: 'Vos commandes',
    text: 'Quelqu’un, sans doute vous, a demandé les commandes de cette adresse.',
    open: 'Afficher mes commandes',
    expires: (minutes) => `Le lien est valable ${minutes} minutes.`,
    unexpected:
      'Si ce n’était pas vous, il n’y a rien à faire : personne d’autre n’a reçu cet e-mail.',
  },

  test: {
    subject: (seller) => `Un essai des e-mails : ${seller}`,
    headline: 'Tout fonctionne',
    text: 'Votre serveur de messagerie a accepté cet e-mail, et le voici.',
    by: (name) => `Demandé par ${name}.`,
  },

  webhookDisabled: {
    subject: 'Les webhooks sont désactivés pour un point d’accès',
    headline: 'Un point d’accès ne reçoit plus de webhooks',
    text: 'Il échoue depuis si longtemps que nous avons cessé d’essayer :',
    endpoint: 'Point d’accès',
    since: 'En échec depuis',
    answer: 'Dernière réponse',
    next: 'Réparez-le, puis réactivez-le dans la console. Ce qu’il a manqué peut être renvoyé depuis son journal.',
    open: 'L’ouvrir dans la console',
  },

  foot: {
    ordered: (seller) => `Vous recevez cet e-mail en raison de votre commande : ${seller}.`,
    team: (seller) => `Vous recevez cet e-mail en tant que membre de l’équipe : ${seller}.`,
    asked: (seller) => `Vous recevez cet e-mail parce qu’il a été demandé : ${seller}.`,
    questions: (address) => `Une question ? Écrivez à ${address}.`,
    vatId: (id) => `N° de TVA ${id}`,
    imprint: 'Mentions légales',
    shop: 'Vers la boutique',
  },
};
