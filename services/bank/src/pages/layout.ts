import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyReply } from 'fastify';
import { Html, html } from './html.ts';

// Into the page itself: two files, no further request, and no path that a door would have to know.
const style = readFileSync(new URL('bank.css', import.meta.url), 'utf8');
const script = readFileSync(new URL('countdown.js', import.meta.url), 'utf8');
const styleTag = new Html(`<style>${style}</style>`);
const scriptTag = new Html(`<script>${script}</script>`);

/** Sends a page. `leadsTo`: the site to which its forms may lead in the end, beside their own. */
export function sendPage(
  reply: FastifyReply,
  page: { title: string; language: string; body: Html; counts?: boolean; leadsTo?: string },
): FastifyReply {
  const { title, language, body, counts = false, leadsTo = '' } = page;
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${counts ? hashOf(script) : "'none'"}`,
    `form-action 'self' ${leadsTo}`.trim(),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return reply
    .headers({
      'content-security-policy': policy.join('; '),
      // With no-referrer, forms would come without their origin.
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
      vary: 'accept-language',
    })
    .type('text/html; charset=utf-8')
    .send(
      html`<!doctype html>
        <html lang="${language}">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <meta name="robots" content="noindex" />
            <title>${title}</title>
            ${styleTag}
          </head>
          <body>
            ${body} ${counts ? scriptTag : undefined}
          </body>
        </html> `.text,
    );
}

/** The frame of the seller's pages. */
export function seller(root: string, current: string, body: Html): Html {
  const link = (name: string, path: string, text: string) =>
    name === current
      ? html`<a href="${root}${path}" aria-current="page">${text}</a>`
      : html`<a href="${root}${path}">${text}</a>`;
  return html`<header class="warning">Test bank. No money moves here.</header>
    <nav aria-label="Test bank">
      ${link('payments', '/dashboard', 'Payments')} ${link('faults', '/dashboard/faults', 'Faults')}
    </nav>
    <main class="wide">${body}</main>`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
