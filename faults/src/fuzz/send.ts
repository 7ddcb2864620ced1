import { type Agent, request } from 'node:http';
import type { FuzzRequest } from './request-arbitrary.ts';

/** Event streams are left after their head. */
const EVENT_STREAM = 'text/event-stream';
/** Nothing that is asked here takes so long, even on a machine that does much else. */
const HANGS_MS = 60_000;

/** Sends a request; returns what was answered. Rejects if there is no response. */
export async function send(
  address: string,
  { method, path, headers, body }: FuzzRequest,
  agent: Agent,
): Promise<{ status: number; headers: string; body: string }> {
  return await new Promise((resolve, reject) => {
    const sent = request(new URL(path, address), { method, headers, agent }, (answer) => {
      const status = answer.statusCode ?? 0;
      const told = answer.rawHeaders.join('\n');
      if (answer.headers['content-type']?.startsWith(EVENT_STREAM) === true) {
        answer.destroy();
        resolve({ status, headers: told, body: '' });
        return;
      }
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status, headers: told, body: text }));
      answer.on('error', reject);
    });
    const timer = setTimeout(() => sent.destroy(new Error('it hangs')), HANGS_MS);
    sent.on('error', reject);
    sent.on('close', () => clearTimeout(timer));
    sent.end(body);
  });
}
