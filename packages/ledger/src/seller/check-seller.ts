import type { SellerInput } from '@onsale/contracts';
import { quote, type ReportProblem } from '../events/check-values.ts';

/** Reports everything in the seller's settings that is wrong; their shape is checked before. */
export function checkSeller(seller: SellerInput, report: ReportProblem): void {
  const { name, contactEmail, website, terms } = seller;
  if (!isLine(name)) report(['name'], 'must be one line of visible characters');
  if (
    contactEmail !== undefined &&
    !/^[^\s@<>(),;:\\"]+@[^\s@.]+(\.[^\s@.]+)+$/.test(contactEmail)
  ) {
    report(['contactEmail'], `${quote(contactEmail)} is not a valid e-mail address`);
  }
  if (website !== undefined && !isHttps(website)) report(['website'], 'must be an https URL');
  for (const field of ['imprint', 'privacy', 'accessibility', 'refunds'] as const) {
    const text = seller[field];
    if (text !== undefined) checkText(text, [field], report);
  }
  if (terms === undefined) return;
  if (!isLine(terms.version)) {
    report(['terms', 'version'], 'must be one line of visible characters');
  }
  checkText(terms.text, ['terms', 'text'], report);
}

// A text that is one address of another kind would be shown as a link that leads nowhere.
function checkText(text: string, path: readonly string[], report: ReportProblem): void {
  if (text.trim() === '') report(path, 'must not be empty');
  else if (/^[a-z][a-z0-9+.-]*:\S+$/i.test(text.trim()) && !isHttps(text.trim())) {
    report(path, 'must be a text, or an https URL');
  }
}

function isLine(text: string): boolean {
  return text.trim() === text && /^(?=.*\S)[^\p{Cc}\p{Cf}\u2028\u2029]+$/u.test(text);
}

function isHttps(text: string): boolean {
  return /^https:\/\/[^\s\\"'<>]+$/.test(text) && URL.canParse(text);
}
