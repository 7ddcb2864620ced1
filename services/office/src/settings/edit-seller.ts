import {
  ApiError,
  type ErrorDetail,
  invalidRequest,
  type Seller,
  type SellerInput,
  type TermsVersion,
} from '@onsale/contracts';
import {
  checkSeller,
  eventPathText,
  readSeller,
  type StoredSeller,
  writeSeller,
} from '@onsale/ledger';
import { keepTerms, readTermsVersions } from '@onsale/records';
import { logChange } from '../activity/log-change.ts';
import type { Editor, EventParts } from '../events/edit-event.ts';

/** What a shop is called while nobody has said so; the gateway calls it the same. */
const NAMELESS = 'Onsale';

/** What the shop says of its seller. */
export async function getSeller({ ledger, records }: EventParts): Promise<Seller> {
  const stored = await readSeller(ledger());
  // A catalog file or a command may have set them.
  if (stored?.document.terms !== undefined) await keepTerms(records, stored.document.terms);
  return showSeller(stored);
}

/** Changes the seller's settings if they still have this revision. */
export async function replaceSeller(
  parts: EventParts,
  editor: Editor,
  { revision, input }: { revision: number; input: SellerInput },
): Promise<Seller> {
  const { records } = parts;
  const ledger = parts.ledger();
  requireValid(input);
  const about = { action: 'replaceSeller', subject: 'seller' };
  return await logChange(records, editor, about, async () => {
    const before = await readSeller(ledger);
    if ((before?.revision ?? 0) !== revision) throw changedSince();
    if (before?.document.terms !== undefined) await keepTerms(records, before.document.terms);
    if (input.terms !== undefined && (await keepTerms(records, input.terms)) !== input.terms.text) {
      const message = `another text of the terms had the version ${input.terms.version}`;
      const details = [{ path: 'terms.version', message: 'was another text’s; give it a new one' }];
      throw new ApiError('TERMS_VERSION_USED', message, { details });
    }
    const now = await writeSeller(ledger, input, { revision });
    if (now === undefined) throw changedSince();
    const result = { ...input, revision: now };
    return { result, ...whatChanged(before?.document, input) };
  });
}

/** All versions of the terms, the newest first. */
export async function listTermsVersions(parts: EventParts): Promise<{ items: TermsVersion[] }> {
  const seller = await getSeller(parts);
  const versions = await readTermsVersions(parts.records);
  return {
    items: versions.map(({ version, text, seenAt }) => ({
      ...{ version, text, seenAt: seenAt.toISOString() },
      inForce: version === seller.terms?.version,
    })),
  };
}

function showSeller(stored: StoredSeller | undefined): Seller {
  if (stored === undefined) return { name: NAMELESS, revision: 0 };
  return { ...stored.document, revision: stored.revision };
}

function requireValid(input: SellerInput): void {
  const details: ErrorDetail[] = [];
  checkSeller(input, (path, message) => details.push({ path: eventPathText(path), message }));
  if (details.length > 0) throw invalidRequest(...details);
}

function changedSince(): ApiError {
  const message = 'somebody else has changed the settings since; read them again';
  return new ApiError('ETAG_MISMATCH', message);
}

// Texts are long: the activity log says which were changed, and the terms are kept elsewhere.
function whatChanged(before: SellerInput | undefined, after: SellerInput) {
  const names = [
    ...new Set([...Object.keys(before ?? {}), ...Object.keys(after)]),
  ] as (keyof SellerInput)[];
  const changed = names.filter(
    (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after[name]),
  );
  const side = (of: SellerInput | undefined) =>
    Object.fromEntries(changed.map((name) => [name, brief(of?.[name])]));
  return { before: side(before), after: side(after) };
}

const BRIEF_CHARACTERS = 120;

function brief(value: SellerInput[keyof SellerInput]): unknown {
  if (value === undefined) return null;
  if (typeof value !== 'string') return { version: value.version };
  return value.length <= BRIEF_CHARACTERS ? value : `${value.slice(0, BRIEF_CHARACTERS)}…`;
}
