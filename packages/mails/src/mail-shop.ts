import type { MailShop } from './mail-content.ts';

interface SellerOfMails {
  name: string;
  contactEmail?: string;
  imprint?: string;
}

interface SettingsOfMails {
  senderName?: string;
  legalName?: string;
  postalAddress?: string;
  vatId?: string;
}

/** Who sells, by what the shop and the office have been told; each may be missing. */
export function mailShopOf(
  publicUrl: string,
  seller: Partial<SellerOfMails> = {},
  settings: SettingsOfMails = {},
): MailShop {
  const { contactEmail, imprint } = seller;
  const { senderName, legalName, postalAddress, vatId } = settings;
  const name = seller.name ?? senderName ?? legalName ?? 'Onsale';
  const url = publicUrl.replace(/\/+$/, '');
  return { name, url, contactEmail, imprint, legalName, postalAddress, vatId };
}
