/** Paper and ink, as in `packages/ui`: mails know no variables, so colours stand at each part. */
export const COLORS = {
  table: '#eae5d9',
  paper: '#fbf8f1',
  deep: '#f1ecdf',
  ink: '#1a1813',
  soft: '#5d574a',
  faint: '#d6cfbd',
} as const;

export const FONT = "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** For programs that read styles of a page; all others show the colours of light. */
export const PAGE_STYLES = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; -webkit-text-size-adjust: 100%; }
a { overflow-wrap: anywhere; }
@media (max-width: 480px) {
  .page { padding: 12px 0 !important; }
  .sheet { padding: 24px 18px !important; }
  .foot { padding: 20px 18px 8px !important; }
  .headline { font-size: 24px !important; }
}
@media (prefers-color-scheme: dark) {
  .table { background: #100f0d !important; }
  .sheet { background: #1d1b17 !important; }
  .deep { background: #262319 !important; }
  .ink, .link { color: #f2ecdd !important; }
  .soft { color: #b1a891 !important; }
  .line { border-color: #3c372c !important; }
  .button { background: #f2ecdd !important; }
  .button a { color: #1d1b17 !important; }
}
`;
