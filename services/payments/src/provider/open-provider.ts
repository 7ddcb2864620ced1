import type { PaymentsConfig } from '../config.ts';
import type { Provider } from './provider.ts';

/** The provider that the configuration names; undefined when nobody takes money. */
export function openProvider(config: PaymentsConfig): Provider | undefined {
  if (config.PAYMENT_PROVIDER === 'none') return undefined;
  throw new Error(`there is no provider ${config.PAYMENT_PROVIDER} yet`);
}
