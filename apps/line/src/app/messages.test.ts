import { testMessages } from '@onsale/testing/test-messages';
import { fileURLToPath } from 'node:url';

testMessages(fileURLToPath(new URL('../../', import.meta.url)));
