/** How long a browser may take to begin with a file that a page has made. */
const KEPT_MS = 60_000;

/** Hands a file that the page has made to whoever looks at it. */
export function download(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
