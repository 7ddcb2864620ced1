import { Markdown } from '../markdown/Markdown.tsx';
import { m } from '../paraglide/messages.js';
import { urlOf } from './seller-texts.ts';

/** A text of the seller: Markdown, or a link to where it stands. */
export function SellerText({ text }: { text: string }) {
  const url = urlOf(text);
  if (url === undefined) return <Markdown text={text} />;
  return (
    <p>
      <a href={url}>{m.seller_elsewhere()}</a>
    </p>
  );
}
