import type { Logger } from '@onsale/service';
import { KeptAnswers } from './api/kept-answers.ts';
import { Books } from './books/books.ts';
import type { Store } from './books/store.ts';
import type { BankConfig } from './config.ts';
import { Panel } from './faults/panel.ts';
import { MessageSender } from './messages/message-sender.ts';

/** The parts of the bank. */
export interface Bank {
  config: BankConfig;
  store: Store;
  books: Books;
  answers: KeptAnswers;
  panel: Panel;
  sender: MessageSender;
}

/** Puts the parts together around what the store has; nothing moves before `books` and `sender` open. */
export function createBank(config: BankConfig, store: Store, logger: Logger): Bank {
  const panel = new Panel(store);
  const lateMs = () => panel.settings.lateMs;
  const sender = new MessageSender({
    ...{ store, dice: panel.dice, lateMs, logger },
    url: config.WEBHOOK_URL,
    secret: config.BANK_WEBHOOK_SECRET,
    checkout: (id) => books.checkout(id),
  });
  const books = new Books({
    ...{ store, dice: panel.dice, lateMs },
    pageUrl: (id) => `${config.PUBLIC_URL.replace(/\/$/, '')}/pay/${id}`,
    send: (message) => sender.send(message),
  });
  return { config, store, books, panel, sender, answers: new KeptAnswers(store) };
}
