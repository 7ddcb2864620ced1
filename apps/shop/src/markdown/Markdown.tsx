import { createElement, type ReactNode, useEffect, useState } from 'react';
import classes from './Markdown.module.css';
import { hasMarks, type MarkdownNode, paragraphsOf } from './plain-text.ts';

/**
 * A text of the seller, written in Markdown. The parser comes only with a text that needs it; until
 * then, and where it can't be loaded, the text stands as it was written.
 */
export function Markdown({ text }: { text: string }) {
  const [parsed, setParsed] = useState<{ text: string; nodes: MarkdownNode[] }>();
  useEffect(() => {
    if (!hasMarks(text)) return;
    void import('./parse-markdown.ts').then(
      ({ parseMarkdown }) => setParsed({ text, nodes: parseMarkdown(text) }),
      () => undefined,
    );
  }, [text]);
  const nodes = parsed?.text === text ? parsed.nodes : paragraphsOf(text);
  return <div className={classes.text}>{nodes.map(draw)}</div>;
}

function draw(node: MarkdownNode, key: number): ReactNode {
  if (typeof node === 'string') return node;
  const { tag, children, href, start } = node;
  const attributes = { key, ...(href === undefined ? {} : { href, rel: 'noreferrer' }), start };
  const drawn = createElement(tag, attributes, ...children.map(draw));
  // What is wide scrolls by itself, also by keyboard.
  if (tag !== 'table' && tag !== 'pre') return drawn;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div key={key} className={classes.wide} tabIndex={0}>
      {drawn}
    </div>
  );
}
