import type { OfficeSettings, Seller } from '@onsale/api-client';
import type { OfficeSettingsInput, SellerInput } from '@onsale/contracts';

/** What the seller says of themselves, as the fields of a form; empty is not said. */
export interface SellerForm {
  name: string;
  contactEmail: string;
  website: string;
  imprint: string;
  privacy: string;
  accessibility: string;
  refunds: string;
  termsVersion: string;
  termsText: string;
}

const SELLER_TEXTS = [
  ...(['contactEmail', 'website', 'imprint', 'privacy', 'accessibility', 'refunds'] as const),
] as const;

export function sellerForm(seller: Pick<Seller, keyof SellerInput>): SellerForm {
  const { name, terms } = seller;
  const texts = Object.fromEntries(SELLER_TEXTS.map((field) => [field, seller[field] ?? '']));
  return {
    ...(texts as Record<(typeof SELLER_TEXTS)[number], string>),
    ...{ name, termsVersion: terms?.version ?? '', termsText: terms?.text ?? '' },
  };
}

export function sellerOfForm(form: SellerForm): SellerInput {
  const version = form.termsVersion.trim();
  const text = form.termsText.trim();
  return {
    ...{ name: form.name.trim(), ...filled(form, SELLER_TEXTS) },
    ...(version === '' && text === '' ? {} : { terms: { version, text } }),
  };
}

/** Settings that no buyer reads, as the fields of a form. */
export interface OfficeForm {
  senderName: string;
  senderEmail: string;
  replyTo: string;
  legalName: string;
  postalAddress: string;
  vatId: string;
  taxNumber: string;
  languages: ('en' | 'de' | 'fr')[];
  keepDays: number | string;
  venue: string;
  city: string;
  timeZone: string;
  currency: string;
  taxRate: number | string;
}

const OFFICE_TEXTS = [
  ...(['senderName', 'senderEmail', 'replyTo', 'legalName', 'postalAddress'] as const),
  ...(['vatId', 'taxNumber'] as const),
] as const;
const EVENT_TEXTS = ['venue', 'city', 'timeZone', 'currency'] as const;

export function officeForm(settings: Pick<OfficeSettings, keyof OfficeSettingsInput>): OfficeForm {
  const { languages, keepDays, newEvents = {} } = settings;
  const texts = Object.fromEntries(OFFICE_TEXTS.map((field) => [field, settings[field] ?? '']));
  const ofEvents = Object.fromEntries(EVENT_TEXTS.map((field) => [field, newEvents[field] ?? '']));
  return {
    ...(texts as Record<(typeof OFFICE_TEXTS)[number], string>),
    ...(ofEvents as Record<(typeof EVENT_TEXTS)[number], string>),
    ...{ languages, keepDays, taxRate: newEvents.taxRate ?? '' },
  };
}

export function officeOfForm(form: OfficeForm): OfficeSettingsInput {
  const newEvents = {
    ...filled(form, EVENT_TEXTS),
    ...(form.taxRate === '' ? {} : { taxRate: Number(form.taxRate) }),
  };
  return {
    ...filled(form, OFFICE_TEXTS),
    ...{ languages: form.languages, keepDays: Number(form.keepDays) },
    ...(Object.keys(newEvents).length === 0 ? {} : { newEvents }),
  };
}

/** What the form calls a field of the request; the items of a list have none of their own. */
export function fieldOfSettings(name: string): string {
  switch (name) {
    case 'terms.version':
      return 'termsVersion';
    case 'terms.text':
    case 'terms':
      return 'termsText';
    default:
      return name.replace(/^newEvents\./, '').replace(/\.\d+$/, '');
  }
}

function filled<Form extends object, Name extends keyof Form & string>(
  form: Form & Record<Name, string>,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const texts: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const text = form[name].trim();
    if (text !== '') texts[name] = text;
  }
  return texts;
}
