import { listen, runService } from '@onsale/service';
import { buildApp } from './app.ts';
import { BankConfig } from './config.ts';

await runService('bank', BankConfig, async (context) => {
  const { config, onClose } = context;
  const app = buildApp(config, context);
  await listen(app, config);
  onClose('HTTP', () => app.close());
});
