import { Readable } from 'node:stream';
import type { ExportQuery } from '@onsale/contracts';
import { currencyExponent, toDecimal } from '@onsale/ledger';
import { stringify } from 'csv-stringify';

/** A column of a file. */
export interface CsvColumn<Row> {
  en: string;
  de: string;
  of: (row: Row) => string | number;
  /** Minor units of the `currency` of the row. */
  isAmount?: boolean;
}

/**
 * Rows as CSV that every spreadsheet opens as it is meant: with a byte order mark, each text quoted, whatever
 * separates the cells, and none of them a formula.
 */
export function csvFile<Row extends object>(
  pages: AsyncIterable<readonly Row[]>,
  columns: readonly CsvColumn<Row>[],
  { separator = 'semicolon', language = 'en' }: Pick<ExportQuery, 'separator' | 'language'>,
): Readable {
  const isComma = separator === 'comma';
  async function* cells() {
    yield columns.map((column) => column[language]);
    for await (const rows of pages) {
      for (const row of rows) {
        yield columns.map(({ of, isAmount }) => {
          const value = of(row);
          if (isAmount !== true) return value;
          const currency = 'currency' in row ? String(row.currency) : '';
          return amountOf(Number(value), currency, isComma);
        });
      }
    }
  }
  const rows = Readable.from(cells());
  const file = stringify({
    ...{ bom: true, delimiter: isComma ? ',' : ';', record_delimiter: 'windows' },
    ...{ quoted_string: true, escape_formulas: true },
  });
  // Who closes the one is done with the other.
  rows.once('error', (error) => file.destroy(error));
  file.once('close', () => rows.destroy());
  return rows.pipe(file);
}

// As people of that country write it, and a spreadsheet reads it.
function amountOf(minor: number, currency: string, isComma: boolean): string {
  const text = toDecimal(minor, currency).toFixed(currencyExponent(currency));
  return isComma ? text : text.replace('.', ',');
}
