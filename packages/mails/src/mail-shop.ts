import type { MailShop } from './mail-content.ts';

interface SellerOfMails {
  name: string;
  contactEmail?: string;
  imprint?: string;
}

interface SettingsOfMails {
  legalName?: string;
  postalAddress?: string;
  vatId?: string;
}

/** Who sells, by what the shop and the office have been told; each may be missing. */
export function mailShopOf(
  publicUrl: string,
  seller: SellerOfMails = { name: 'Onsale' },
  settings: SettingsOfMails = {},
): MailShop {
  const { name, contactEmail, imprint } = seller;
  const { legalName, postalAddress, vatId } = settings;
  const url = publicUrl.replace(/\/+$/, '');
  return { name, url, contactEmail, imprint, legalName, postalAddress, vatId };
}
