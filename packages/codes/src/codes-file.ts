import type { Readable } from 'node:stream';
import type { CodeListQuery, ExportQuery } from '@onsale/contracts';
import { csvFile } from '@onsale/csv';
import { type Ledger, scanCodes } from '@onsale/ledger';
import { codeColumns } from './code-columns.ts';
import { type CodeView, showCode } from './code-rule.ts';
import { codeFilter } from './list-codes.ts';

type FileQuery = Pick<ExportQuery, 'separator' | 'language'> &
  Pick<CodeListQuery, 'q' | 'label' | 'state'>;

/** The codes of an event that are asked for, as the file that the import reads. */
export function codesFile(
  ledger: Ledger,
  { shard, view, query }: { shard: number; view: CodeView; query: FileQuery },
): Readable {
  const { id: eventId, currency } = view.event;
  const { separator, language = 'en' } = query;
  const isAsked = codeFilter(query, view.nowMs);
  async function* rows() {
    for await (const page of scanCodes(ledger, { shard, eventId })) {
      yield page.filter(isAsked).map((code) => showCode(code, view));
    }
  }
  const columns = codeColumns(currency, { isComma: separator === 'comma', language });
  return csvFile(rows(), columns, query);
}
