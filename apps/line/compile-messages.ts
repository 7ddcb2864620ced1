import { messageCompiler } from '@onsale/i18n/compile-messages';

/** Compiles the messages of the page when one has changed. */
export const compileMessages = messageCompiler(import.meta.dirname);

if (import.meta.main) await compileMessages();
