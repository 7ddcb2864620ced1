/** The words of mails in English; all other languages have the same. */
export const en = {
  hello: (name: string) => `Hello ${name},`,
  when: 'When',
  doors: 'Doors',
  where: 'Where',
  order: 'Order',
  total: 'Total',
  fee: 'of which fee',
  tax: 'of which tax',
  discount: 'Discount',
  free: 'free',
  openOrder: 'Open your order',
  seeTickets: 'See your tickets',
  private:
    'Anyone with this link can see your order and its tickets, so forward this mail with care.',

  confirmed: {
    subject: (event: string, count: number) =>
      `Your ${count === 1 ? 'ticket' : 'tickets'} for ${event}`,
    headline: (count: number) =>
      count === 1 ? 'Your ticket is here' : `Your ${count} tickets are here`,
    attached: 'They are attached as a PDF, to print or to show on your phone.',
    attachedOne: 'It is attached as a PDF, to print or to show on your phone.',
    onPage: 'The codes that let you in are on the page of your order.',
    pageToo: 'They are also on the page of your order, which works without a network once opened.',
    names: (until: string) => `Until ${until} you can change the names on tickets there.`,
    receipt: 'Your receipt is attached as well.',
    bought: 'What you bought',
    goodToKnow: 'Good to know',
    terms: (version: string) => `The terms that you accepted (version ${version})`,
    termsAt: (version: string) => `You accepted the terms, version ${version}:`,
    termsVersion: (version: string) => `You accepted the terms, version ${version}.`,
  },

  refund: {
    subject: (amount: string, event: string) => `${amount} goes back to you: ${event}`,
    headline: (amount: string) => `You get ${amount} back`,
    how: 'The money goes back the way you paid. It may take some days to show in your account.',
    void: 'These tickets are no longer valid:',
    allVoid: 'The whole order is refunded. Its tickets are no longer valid.',
    rest: 'The other tickets of your order stay valid.',
    moneyOnly: 'Your tickets stay valid.',
    creditNote: 'The credit note is attached.',
    // Tickets that were given away, or of which all the money is kept.
    nothing: {
      subject: (event: string) => `Tickets no longer valid: ${event}`,
      headline: 'Tickets of your order are no longer valid',
      how: 'You get no money back for them.',
      allVoid: 'None of the tickets of your order is valid any more.',
    },
  },

  returned: {
    subject: (amount: string, event: string) => `Your payment of ${amount} goes back: ${event}`,
    headline: 'Your payment goes back to you',
    late: (amount: string) =>
      `Your payment of ${amount} arrived too late, or after the order had ended, so we could not give you the tickets. We are sending all of it back.`,
    noTickets: 'You have no tickets from this order.',
    wrongAmount: (amount: string, total: string) =>
      `We received ${amount}, but your order costs ${total}. We are sending back what we received.`,
    notPaid:
      'So your order is not paid. As long as its page says that the tickets are held for you, you can pay there.',
    doubled: (amount: string) =>
      `We received ${amount} more than your order costs. We are sending it back. Your tickets stay valid.`,
  },

  cancelled: {
    subject: (event: string) => `Your order is cancelled: ${event}`,
    headline: 'Your order is cancelled',
    text: 'Its tickets are no longer valid. You have nothing to pay.',
  },

  eventCancelled: {
    subject: (event: string) => `Cancelled: ${event}`,
    headline: (event: string) => `${event} is cancelled`,
    text: 'We are sorry: the event will not take place, and its tickets are no longer valid.',
    refund: (amount: string) =>
      `You get ${amount} back and don’t need to do anything. The money goes back the way you paid. It may take some days to show in your account.`,
    free: 'You paid nothing, so you don’t need to do anything.',
  },

  eventChanged: {
    subject: (event: string) => `Changed: ${event}`,
    headline: (event: string) => `Something has changed: ${event}`,
    text: 'Please look at what is different. Your tickets stay valid.',
    before: (value: string) => `before: ${value}`,
    name: 'Event',
    now: 'As it is now',
    attached:
      'Your tickets are attached with the new details. The ones you already have are still valid.',
  },

  reminder: {
    tomorrow: (event: string) => `Your tickets for tomorrow: ${event}`,
    soon: (event: string) => `Your tickets: ${event}`,
    headline: 'See you tomorrow',
    headlineSoon: 'See you soon',
    text: 'Have your tickets ready at the entrance, on your phone or on paper.',
    attached: 'They are attached again.',
  },

  replaced: {
    subject: (event: string) => `A new ticket for ${event}`,
    headline: 'A ticket was issued again',
    text: 'This ticket has a new code. The old one is no longer valid, even on paper:',
    textMany: 'These tickets have new codes. The old ones are no longer valid, even on paper:',
    attached: 'All tickets of your order are attached as they are now.',
    unexpected: 'If you did not expect this, write to us.',
  },

  message: {
    why: (event: string) => `You get this because you ordered tickets for ${event}.`,
    optOut: 'No more messages like this',
  },

  links: {
    subject: (seller: string) => `Your orders at ${seller}`,
    headline: 'Your orders',
    text: 'Somebody, probably you, has asked for the orders of this address.',
    open: 'Show my orders',
    expires: (minutes: number) => `The link works for ${minutes} minutes.`,
    unexpected:
      'If it was not you, you don’t need to do anything: nobody else has received this mail.',
  },

  test: {
    subject: (seller: string) => `A test of the mails of ${seller}`,
    headline: 'It works',
    text: 'Your mail server accepted this mail, and here it is.',
    by: (name: string) => `Requested by ${name}.`,
  },

  webhookDisabled: {
    subject: 'Webhooks are switched off for an endpoint',
    headline: 'An endpoint gets no more webhooks',
    text: 'It has failed for so long that we have stopped trying:',
    endpoint: 'Endpoint',
    since: 'Failing since',
    answer: 'Last answer',
    next: 'Fix it, then switch it on again in the console. You can send what it missed again from its log.',
    open: 'Open it in the console',
  },

  foot: {
    ordered: (seller: string) => `You get this mail because of your order at ${seller}.`,
    team: (seller: string) =>
      `You get this mail because you are a member of the team of ${seller}.`,
    asked: (seller: string) => `You get this mail because somebody asked for it at ${seller}.`,
    questions: (address: string) => `Questions? Write to ${address}.`,
    vatId: (id: string) => `VAT ID ${id}`,
    imprint: 'Imprint',
    shop: 'To the shop',
  },
};

export type MailTexts = typeof en;
