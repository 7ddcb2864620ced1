// Every word that the shop says, in one place. What counts something is a function of the number.

const capitalized = (sentence: string) => sentence.charAt(0).toUpperCase() + sentence.slice(1);
const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

export const strings = {
  brand: 'Onsale',
  skip: 'Skip to the content',
  home: 'All events',
  lab: 'Laboratory',
  title: (page: string) => `${page} · Onsale`,
  scheme: {
    auto: 'Colours: as the system',
    light: 'Colours: light',
    dark: 'Colours: dark',
  },
  footer: 'Every ticket is sold once. Every order has an end you can see.',

  events: {
    title: 'On sale',
    intro: (count: number) => `${count} ${plural(count, 'event', 'events')}, by date`,
    from: 'from',
    ticketsLeft: (count: number, text: string) =>
      `${text} ${plural(count, 'ticket', 'tickets')} left`,
    empty: 'Nothing is on sale right now',
    emptyText: 'New events appear here by themselves, as soon as their sale opens.',
  },

  event: {
    when: 'When',
    doors: 'Starts',
    where: 'Where',
    localTime: 'local time',
    tickets: 'Tickets',
    filter: 'Filter the tickets',
    allTypes: 'All',
    maxPrice: 'Price up to',
    anyPrice: 'Any price',
    noMatch: 'No ticket fits the filter',
    showAll: 'Show all tickets',
    none: 'No tickets here yet',
    noneText: 'The tickets of this event are not on sale yet. They appear here by themselves.',
    notFound: 'This event is not on sale',
    notFoundText: 'It may be over, or its address has a typing error.',
    allGone: 'Everything is sold out',
    allGoneText: 'If tickets come back they appear here by themselves.',
  },

  availability: {
    plenty: (text: string) => `${text} left`,
    few: (count: number) => `Only ${count} left`,
    gone: 'Sold out',
    closed: 'Not on sale',
    opens: (moment: string) => `On sale from ${moment}`,
  },

  types: {
    adult: 'Adult',
    student: 'Student',
    child: 'Child',
    vip: 'VIP',
  } as Record<string, string>,

  stepper: {
    group: (ticket: string) => `How many: ${ticket}`,
    fewer: (ticket: string) => `One fewer: ${ticket}`,
    more: (ticket: string) => `One more: ${ticket}`,
    limit: (most: number) => `${most} tickets are the most for one order.`,
  },

  till: {
    title: 'Your choice',
    empty: 'Nothing chosen yet',
    tickets: (count: number) => `${count} ${plural(count, 'ticket', 'tickets')}`,
    total: 'Total',
    checkout: 'Check out',
    closed: (name: string) => `${name} is not on sale any more and was taken out.`,
    left: (name: string, remaining: number) =>
      remaining === 0
        ? `${name} is sold out meanwhile and was taken out.`
        : `Of ${name}, ${remaining} ${plural(remaining, 'is', 'are')} left.`,
  },

  checkout: {
    title: 'Check out',
    back: 'Change the tickets',
    you: 'Who is it for?',
    name: 'Name',
    email: 'E-mail',
    payment: 'How do you want to pay?',
    pay: (total: string) => `Order for ${total}`,
    sending: 'Ordering…',
    once: 'However often you press or reload: you buy once.',
    nameMissing: 'Please tell us your name.',
    emailMissing: 'Please tell us your e-mail address.',
    emailWrong: 'This is no e-mail address: it needs an @ and a domain.',
    fix: (count: number) =>
      `${count} ${plural(count, 'field needs', 'fields need')} your attention.`,
    nothing: 'There is nothing to check out',
    nothingText: 'Choose your tickets first. What you choose is kept in the address.',
    refused: 'This order was not taken',
    soldOut: 'Somebody was faster',
    soldOutText: 'Nothing was ordered and nothing was charged. Change the tickets and try again.',
    heldByOthers: 'Others have the last tickets in hand',
    heldByOthersText:
      'They have not paid yet, and what they do not pay for in time comes back. Nothing was ordered; try again in a few minutes.',
    notOnSale: 'Not on sale at this moment',
    notOnSaleText: (sentence: string) => `${capitalized(sentence)}. Nothing was ordered.`,
    termsChanged: 'The terms have changed',
    termsChangedText: (sentence: string) => `${capitalized(sentence)}. Please read them again.`,
    priceChanged: 'The price has changed',
    priceChangedText: (sentence: string) =>
      `${capitalized(sentence)}. If that is all right, order again.`,
    refusedText: 'Nothing was ordered and nothing was charged.',
    already: 'You have ordered these tickets',
    alreadyText:
      'A moment ago, in this window. Have a look at that order before you buy once more.',
    seeOrder: 'See the order',
    again: 'Order the same again',
    unknown: 'Did your order arrive?',
    unknownText:
      'The connection was lost before we had an answer. Press the button once more: if the order has arrived, you get that one, not a second.',
    unclear: 'We can’t say yet whether your order arrived',
    waiting: {
      offline: 'You are offline. The order goes out by itself as soon as you are back.',
      busy: (seconds: number) => `Very many people are ordering. Next try in ${seconds} s.`,
      unreachable: (seconds: number) => `No answer from the shop. Next try in ${seconds} s.`,
    },
    waitingNow: 'Trying again now…',
    safe: 'Keep this page open. You can’t end up with two orders.',
    stop: 'Stop trying',
  },

  methods: {
    online: 'Pay online',
    credit_card: 'Credit card',
    paypal: 'PayPal',
    bank_transfer: 'Bank transfer',
    invoice: 'Invoice',
  } as Record<string, string>,

  order: {
    title: 'Your order',
    number: 'Order',
    placed: 'Ordered',
    name: 'Name',
    email: 'E-mail',
    payment: 'Payment',
    total: 'Total',
    next: 'What happens next',
    print: 'Print the receipt',
    copy: 'Copy the address',
    copied: 'Copied',
    backToEvent: 'See what is left',
    withdrawn: 'An event that is no longer on sale',
    stamp: {
      ...{ pending: 'In line', held: 'Held', confirmed: 'Confirmed', rejected: 'Not sold' },
      ...{ expired: 'Expired', cancelled: 'Cancelled', refunded: 'Refunded', unknown: 'In work' },
    },
    pending: {
      headline: 'You are in line',
      text: 'Your order is stored and nobody can push in front of you.',
      next: [
        'Your turn comes by itself, most often within a second.',
        'You get all of your tickets or none, never a part of them.',
        'This page changes when it is decided. Reload it, close it, come back: your place is kept.',
      ],
      long: 'It takes longer than usual because very many people are ordering. Your place is kept.',
    },
    held: {
      headline: 'Your tickets are held',
      text: 'Nobody else can buy them until you have paid, or your time is up.',
      next: ['This page changes when your payment has come in.'],
    },
    hold: {
      left: 'Held for you for another',
      over: 'The time is up. This page changes by itself in a moment.',
      paying: 'Your payment is under way, and your tickets are kept meanwhile.',
      cancel: 'Give the tickets back',
      cancelSure: 'Yes, give them back',
      cancelling: 'Giving them back…',
      keep: 'Keep them',
      cancelFailed: 'That did not work. Please try again.',
    },
    unknown: {
      headline: 'Your order is being worked on',
      text: 'It is stored, and this page will say what becomes of it.',
      next: ['Reload this page in a minute, or come back: your order is kept.'],
    },
    expired: {
      headline: 'Your time is up',
      text: 'Your order was not paid in time, so its tickets are on sale again.',
      next: ['If there are tickets left, you can order once more.'],
    },
    cancelled: {
      headline: 'Your order is cancelled',
      text: 'You have no tickets from it.',
      next: ['If this surprises you, ask whoever sells the tickets, with your order number.'],
    },
    refunded: {
      headline: 'Your money is on its way back',
      text: 'Your order was refunded; its tickets are no longer valid.',
      next: ['If this surprises you, ask whoever sells the tickets, with your order number.'],
    },
    confirmed: {
      headline: 'The tickets are yours',
      text: 'Your order is confirmed.',
      next: [
        'This page is your receipt: print it, or keep its address.',
        'Who has the address can see the order, so share it with care.',
      ],
    },
    rejected: {
      sold_out: {
        headline: 'Sold out while you were ordering',
        text: 'Others were before you in the line. Nothing was charged.',
        next: ['None of your tickets was taken. Other tickets of this event may still be there.'],
      },
      held_by_others: {
        headline: 'Others have the last tickets in hand',
        text: 'They have not paid yet. Nothing was charged.',
        next: ['What they do not pay for in time comes back, so look again in a few minutes.'],
      },
      limit: {
        headline: 'That would be more than one person may have',
        text: 'This event limits the tickets of each customer. Nothing was charged.',
        next: ['An order that you give up, or that is refunded, counts no longer.'],
      },
      not_on_sale: {
        headline: 'This event is no longer on sale',
        text: 'It was taken off sale while you were in line. Nothing was charged.',
        next: ['None of your tickets was taken.'],
      },
      code: {
        headline: 'Your code is not valid any more',
        text: 'Nothing was charged.',
        next: ['None of your tickets was taken. You can order them without the code.'],
      },
      failed: {
        headline: 'This order could not be processed',
        text: 'The fault is ours. Nothing was charged.',
        next: ['None of your tickets was taken. You can order them again.'],
      },
    },
    notFound: 'There is no such order',
    notFoundText:
      'Check the address: an order’s address is long, and a part of it gets lost easily when it is copied. ' +
      'Old orders are not kept here: one without tickets for some days, any other until some weeks after its event.',
    live: 'This page updates by itself.',
    polling: 'The live connection is gone; we ask every few seconds instead.',
  },

  loading: {
    text: 'Loading…',
    slow: 'This takes longer than it should. Many people may be here at the same time; we keep trying.',
  },

  trouble: {
    offline: 'You are offline',
    offlineText: 'What you see may be old. It is brought up to date when you are back.',
    busy: 'Very many people are here',
    unreachable: 'We can’t reach the shop',
    retry: (seconds: number) => `Next try in ${seconds} s.`,
    now: 'Trying again…',
    stale: 'Numbers may be old.',
    failed: 'Something went wrong',
    failedText:
      'A part of this page could not be loaded. Nothing that you have ordered is affected.',
    again: 'Try again',
  },

  notFound: {
    title: 'There is nothing here',
    text: 'The address leads nowhere. Maybe it was cut when it was copied.',
  },
};
