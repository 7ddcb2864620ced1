import type { OfficeSettingsInput, SellerInput } from '@onsale/contracts';
import { readSeller } from '@onsale/ledger';
import { type MailShop, mailShopOf } from '@onsale/mails';
import { readSettings } from '@onsale/records';
import type { DeliveryParts } from '../app.ts';

/** Who writes, as the shop and the office were told. */
export interface ShopOfMails {
  shop: MailShop;
  seller: SellerInput | undefined;
  settings: OfficeSettingsInput | undefined;
}

export async function readShop({ ledger, records, config }: ComposeParts): Promise<ShopOfMails> {
  const [seller, settings] = await Promise.all([readSeller(ledger()), readSettings(records)]);
  const shop = mailShopOf(config.PUBLIC_URL, seller?.document, settings?.document);
  return { shop, seller: seller?.document, settings: settings?.document };
}

/** What mails are made of. */
export type ComposeParts = Pick<
  DeliveryParts,
  'ledger' | 'records' | 'config' | 'keys' | 'pdfs' | 'logger'
>;
