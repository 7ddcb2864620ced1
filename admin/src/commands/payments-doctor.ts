import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { type ConnectingCommand, UsageError } from '../command.ts';
import { describeDoctor } from '../payments/describe-payment.ts';
import { openPayments } from '../payments/payments-client.ts';

/** Checks the settings at the provider, and makes the webhook endpoint. */
export const paymentsDoctorCommand: ConnectingCommand = {
  usage: 'payments doctor [--create-endpoint --secret-file FILE] [--json]',
  summary:
    'checks account, webhook endpoint, clock and methods at the provider, and exits with 1 on a problem; ' +
    '--create-endpoint makes a missing endpoint and writes its secret to a new FILE and nowhere else',
  options: {
    'create-endpoint': { type: 'boolean' },
    'secret-file': { type: 'string' },
    json: { type: 'boolean' },
  },
  words: { least: 0, most: 0 },
  connects: true,
  async run({ config, signal, print }, { options }) {
    const createEndpoint = options['create-endpoint'] === true;
    const file = options['secret-file'];
    if (createEndpoint !== (file !== undefined)) {
      throw new UsageError('--create-endpoint and --secret-file FILE belong together');
    }
    const payments = openPayments(config, signal);
    const secretFile = typeof file === 'string' ? createSecretFile(file) : undefined;
    let webhookSecret: string | undefined;
    try {
      const { webhookSecret: secret, ...report } = await payments.runDoctor({ createEndpoint });
      webhookSecret = secret;
      print(options['json'] === true ? JSON.stringify(report, null, 2) : describeDoctor(report));
      if (secretFile !== undefined && options['json'] !== true) {
        print(secret === undefined ? NOT_CREATED : `The secret of the endpoint is in ${file}.`);
      }
      return report.checks.every(({ ok }) => ok) ? 0 : 1;
    } finally {
      secretFile?.end(webhookSecret);
    }
  },
};

const NOT_CREATED =
  'No endpoint was created: there is one already, whose secret the provider tells only once.';

// Before the provider is asked, because it tells the secret only once: a file that can't be written
// must not cost it.
function createSecretFile(file: string): { end: (secret: string | undefined) => void } {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(`${file} exists already; name a new file for the secret`);
  }
  return {
    end: (secret) => {
      if (secret !== undefined) writeSync(descriptor, secret);
      closeSync(descriptor);
      if (secret === undefined) unlinkSync(file);
    },
  };
}
