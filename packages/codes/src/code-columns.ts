import type { CodeRule, OfficeCode } from '@onsale/contracts';
import type { CsvColumn } from '@onsale/csv';
import { currencyExponent } from '@onsale/ledger';

/** What can stand in a column that the import reads. */
export type CodeField = keyof CodeRule | 'code' | 'off';

/** A column of the file of codes; without `field` it is only for people. */
type CodeColumn = CsvColumn<OfficeCode> & { field?: CodeField };

const YES = { en: 'yes', de: 'ja' } as const;

/** The columns of the file, with decimal marks as its separator lets expect them. */
export function codeColumns(
  currency: string,
  { isComma, language }: { isComma: boolean; language: 'en' | 'de' },
): CodeColumn[] {
  const number = (value: number | undefined, digits?: number) => {
    const text = digits === undefined ? String(value ?? '') : (value?.toFixed(digits) ?? '');
    return isComma ? text : text.replace('.', ',');
  };
  const yes = (is: boolean | undefined) => (is === true ? YES[language] : '');
  const ids = (list: readonly string[] | undefined) => (list ?? []).join(' ');
  const rule = (of: (rule: CodeRule) => string | number) => (row: OfficeCode) => of(row.rule);
  return [
    { field: 'code', en: 'Code', de: 'Code', of: (row) => row.code },
    {
      ...{ field: 'label', en: 'Label', de: 'Bezeichnung' },
      of: rule(({ label }) => label ?? ''),
    },
    {
      ...{ field: 'unit', en: 'One use is', de: 'Eine Nutzung ist' },
      of: rule(({ unit }) => UNIT_WORDS[language][unit]),
    },
    { field: 'uses', en: 'Uses', de: 'Nutzungen', of: rule(({ uses }) => uses ?? '') },
    {
      ...{ field: 'access', en: 'Ticket types it sells', de: 'Schaltet Ticketarten frei' },
      of: rule(({ access }) => ids(access)),
    },
    {
      ...{ field: 'presale', en: 'Before the sale', de: 'Vor dem Verkauf' },
      of: rule(({ presale }) => yes(presale)),
    },
    {
      ...{ field: 'percent', en: 'Percent less', de: 'Prozent weniger' },
      of: rule(({ percent }) => number(percent)),
    },
    {
      ...{ field: 'amount', en: 'Amount less', de: 'Betrag weniger' },
      of: rule(({ amount }) => number(amount, currencyExponent(currency))),
    },
    {
      ...{ field: 'discounted', en: 'Ticket types it discounts', de: 'Ermäßigte Ticketarten' },
      of: rule(({ discounted }) => ids(discounted)),
    },
    {
      ...{ field: 'maxPerOrder', en: 'Most in an order', de: 'Höchstens je Bestellung' },
      of: rule(({ maxPerOrder }) => maxPerOrder ?? ''),
    },
    {
      ...{ field: 'validFrom', en: 'From', de: 'Ab' },
      of: rule(({ validFrom }) => validFrom ?? ''),
    },
    { field: 'validTo', en: 'Until', de: 'Bis', of: rule(({ validTo }) => validTo ?? '') },
    {
      ...{ field: 'off', en: 'Switched off', de: 'Abgeschaltet' },
      of: (row) => yes(row.state === 'off'),
    },
    { en: 'Used', de: 'Genutzt', of: (row) => row.used },
    { en: 'Link', de: 'Link', of: (row) => row.url },
  ];
}

export const UNIT_WORDS = {
  en: { order: 'order', ticket: 'ticket' },
  de: { order: 'Bestellung', ticket: 'Ticket' },
} as const;

/**
 * What stands in the column with this heading: in one of the languages, or the name of the field; `ignored` when it is
 * only for people, undefined when nobody knows it.
 */
export function fieldOfHeading(heading: string): CodeField | 'ignored' | undefined {
  const word = heading.trim().toLowerCase();
  const column = codeColumns('EUR', { isComma: true, language: 'en' }).find(({ field, en, de }) =>
    [field ?? '', en, de].some((each) => each.toLowerCase() === word),
  );
  return column === undefined ? undefined : (column.field ?? 'ignored');
}
