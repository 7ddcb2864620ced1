import {
  invalidRequest,
  type MessageInput,
  type Placeholder,
  PLACEHOLDERS,
} from '@onsale/contracts';
import { PLACEHOLDER } from '@onsale/mails';

/** Throws `ApiError` 400 when a text has something in braces that nobody fills in. */
export function checkPlaceholders({ subject, body }: MessageInput): void {
  const details = Object.entries({ subject, body }).flatMap(([path, text]) => {
    const unknown = [...text.matchAll(PLACEHOLDER)].find(([, name]) => !isKnown(name));
    return unknown === undefined
      ? []
      : [{ path, message: `has the placeholder ${unknown[0]}, which does not exist` }];
  });
  if (details.length > 0) throw invalidRequest(...details);
}

function isKnown(name: string | undefined): name is Placeholder {
  return PLACEHOLDERS.some((each) => each === name);
}
