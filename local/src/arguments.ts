export const HELP = `Runs the whole shop on this machine until Ctrl-C, and says where everything is. What is missing is
installed and started, Redis and PostgreSQL included; data, secrets and logs stay in .data.

npm start [-- --help]

Settings are environment variables, such as
  PARTS=sale        without PostgreSQL, office, recorder and delivery
  DATA_DIR=FOLDER   another folder than .data
  FRONTEND_PORT=80  another port; a taken one gives way to the next free one
All of them are in docs/configuration.md.
`;

/** Whether only help is wanted. Throws a sentence when there is any other argument: there are none. */
export function wantsHelp(args: readonly string[]): boolean {
  const unknown = args.find((arg) => !['--help', '-h'].includes(arg));
  if (unknown === undefined) return args.length > 0;
  throw new Error(
    `npm start knows no ${unknown}; its settings are environment variables: npm start -- --help`,
  );
}
