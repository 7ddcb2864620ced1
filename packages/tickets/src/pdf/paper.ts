import PdfDocument from 'pdfkit';
import type { Paper } from './text/text.ts';

/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89, margin: 40 } as const;
export const CONTENT_WIDTH = PAGE.width - 2 * PAGE.margin;

/** An element of the document's structure, which screen readers follow. */
export type Part = PDFKit.PDFStructureElement;

/**
 * Draws a document and answers it as a file: A4, tagged, in a language. It says `madeAt` as its date, so that the
 * same content is the same file.
 */
export async function drawPaper(
  about: { title: string; author: string; language: string; madeAt: Date },
  draw: (paper: Paper, root: Part) => void,
): Promise<Buffer> {
  const { title, author, language, madeAt } = about;
  const paper = new PdfDocument({
    ...{ size: 'A4', margin: 0, autoFirstPage: false, pdfVersion: '1.7' },
    ...{ lang: language, tagged: true, displayTitle: true },
    info: { Title: title, Author: author, CreationDate: madeAt, ModDate: madeAt },
  });
  const chunks: Buffer[] = [];
  const file = new Promise<Buffer>((resolve, reject) => {
    paper.on('data', (chunk: Buffer) => chunks.push(chunk));
    paper.on('end', () => resolve(Buffer.concat(chunks)));
    paper.on('error', reject);
  });
  const root = paper.struct('Document');
  paper.addStructure(root);
  draw(paper, root);
  root.end();
  paper.end();
  return await file;
}

/** Draws what says something. `spoken` is read instead, where what is drawn has another order, or no words. */
export function addPart(
  paper: Paper,
  parent: Part,
  { tag, spoken, alt }: { tag: string; spoken?: string; alt?: string },
  draw: () => void,
): void {
  const options = {
    ...(spoken === undefined ? {} : { actual: spoken }),
    ...(alt === undefined ? {} : { alt }),
  };
  parent.add(paper.struct(tag, options, draw));
}

/** Draws what only decorates. */
export function decorate(paper: Paper, draw: () => void): void {
  paper.markContent('Artifact', { type: 'Layout' });
  draw();
  paper.endMarkedContent();
}
