import { renderSVG } from 'uqr';

/** Readable also when a corner of a poster is torn off. */
const CORRECTION = 'M';
/** Of a PNG, in pixels: enough for a poster. */
const PNG_PX = 1200;

/** A QR code of an address, as the text of an SVG picture. */
export function qrCode(url: string): string {
  return renderSVG(url, { ecc: CORRECTION, border: 2, pixelSize: 10 });
}

/** The same as a PNG, which every program takes. */
export async function qrCodePng(url: string): Promise<Blob> {
  const picture = new Image();
  picture.src = `data:image/svg+xml,${encodeURIComponent(qrCode(url))}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = PNG_PX;
  canvas.height = PNG_PX;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser can not draw');
  context.imageSmoothingEnabled = false;
  context.drawImage(picture, 0, 0, PNG_PX, PNG_PX);
  return await new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)));
  });
}
