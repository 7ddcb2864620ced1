import type { Balance } from '@onsale/contracts';
import { toDecimal } from '@onsale/ledger';
import type { Provider } from '../provider/provider.ts';

/** What the account of the seller has for refunds. */
export async function showBalance(provider: Provider): Promise<Balance> {
  const balances = await provider.readBalance();
  const available = balances.map(({ currency, amountMinor }) => {
    return { currency, amount: toDecimal(amountMinor, currency) };
  });
  return { provider: provider.name, available };
}
