import type { FastifyReply } from 'fastify';

/** Such a page has styles, and nothing else: no script runs, nothing is loaded, no link leads away. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'";

/** Answers with a page of its own, such as a mail or a report, that is no page of the console. */
export function answerPage(reply: FastifyReply, html: string): string {
  reply.header('content-type', 'text/html; charset=utf-8');
  reply.header('content-security-policy', POLICY);
  return html;
}
