import { listen, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { createBank } from './bank.ts';
import { Store } from './books/store.ts';
import { BankConfig, checkWebhookSecret } from './config.ts';

await runService('bank', BankConfig, async (context) => {
  const { config, logger, onClose } = context;
  checkWebhookSecret(config);
  const store = await Store.open(config.DATA_DIR, (error) => {
    // What is in memory may not be on disk: only a start from the journal is safe.
    logger.fatal({ err: error }, 'the journal cannot be written');
    process.exit(1);
  });
  onClose('journal', () => store.close());
  const bank = createBank(config, store, logger);
  bank.books.open();
  onClose('books', async () => bank.books.close());
  bank.sender.open();
  onClose('messages', async () => bank.sender.close());
  const app = buildApp(bank, context);
  await listen(app, config);
  onClose('HTTP', () => app.close());
  logger.info({ books: config.DATA_DIR, page: config.PUBLIC_URL }, 'the test bank is open');
});
