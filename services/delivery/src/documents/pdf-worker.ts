import { parentPort } from 'node:worker_threads';
import { renderDocumentPdf, renderTicketsPdf } from '@onsale/tickets/pdf';
import type { PdfAnswer, PdfTask } from './pdf-pool.ts';

// A thread of `PdfPool`: one task at a time.
parentPort?.on('message', (task: PdfTask) => {
  void render(task).then(({ answer, transfer }) => parentPort?.postMessage(answer, transfer));
});

async function render(task: PdfTask): Promise<{ answer: PdfAnswer; transfer: ArrayBuffer[] }> {
  try {
    const drawn =
      task.kind === 'tickets'
        ? await renderTicketsPdf(task.content)
        : await renderDocumentPdf(task.content);
    const pdf = new Uint8Array(drawn);
    return { answer: { pdf }, transfer: [pdf.buffer] };
  } catch (error) {
    // What it was given has names.
    const { name, stack = '' } = error instanceof Error ? error : new Error('not an error');
    const at = stack.split('\n').find((line) => line.trimStart().startsWith('at '));
    return { answer: { problem: `${name} ${at?.trim() ?? ''}`.trim() }, transfer: [] };
  }
}
