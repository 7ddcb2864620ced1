import { type Agent, request } from 'node:http';
import type { FuzzRequest } from './request-arbitrary.ts';

/** Event streams are left after their head. */
const EVENT_STREAM = 'text/event-stream';

/**
 * Sends a request; returns the status and, for an error, its body. Rejects if there is no response.
 */
export async function send(
  address: string,
  { method, path, headers, body }: FuzzRequest,
  agent: Agent,
): Promise<{ status: number; body: string }> {
  return await new Promise((resolve, reject) => {
    const sent = request(new URL(path, address), { method, headers, agent }, (answer) => {
      const status = answer.statusCode ?? 0;
      if (answer.headers['content-type']?.startsWith(EVENT_STREAM) === true) {
        answer.destroy();
        resolve({ status, body: '' });
        return;
      }
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => resolve({ status, body: text }));
      answer.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
