import { parseArgs } from 'node:util';
import {
  type Command,
  type CommandCall,
  type ConnectingCommand,
  type OfflineCommand,
  UsageError,
} from './command.ts';
import { COMMANDS, isOfKind } from './commands.ts';

/** A parsed command line: help, maybe for one kind of commands, or a command with its arguments and options. */
export type Arguments =
  | { help: string | undefined }
  | { command: Command | ConnectingCommand | OfflineCommand; call: CommandCall };

/** Parses the command line. Throws `UsageError`. */
export function readArguments(args: readonly string[]): Arguments {
  if (args.length === 0 || args.includes('--help') || args[0] === 'help') {
    return { help: args.find((word) => word !== 'help' && isKind(word)) };
  }
  const name = Object.keys(COMMANDS).find((words) =>
    words.split(' ').every((word, index) => args[index] === word),
  );
  const command = name === undefined ? undefined : COMMANDS[name];
  if (name === undefined || command === undefined) {
    const [kind = ''] = args;
    const names = Object.keys(COMMANDS).filter((each) => !isKind(kind) || isOfKind(each, kind));
    throw new UsageError(
      `${args.slice(0, 2).join(' ')} is not a command; the commands${isKind(kind) ? ` of ${kind}` : ''} are ${names.join(', ')}`,
    );
  }
  const { values, positionals } = parse(command, args.slice(name.split(' ').length));
  const { least, most } = command.words;
  if (positionals.length < least || positionals.length > most) {
    throw new UsageError(`usage: ${command.usage}`);
  }
  return { command, call: { words: positionals, options: values } };
}

const isKind = (word: string) => Object.keys(COMMANDS).some((name) => isOfKind(name, word));

function parse(command: Pick<Command, 'options' | 'usage'>, args: string[]) {
  try {
    return parseArgs({ args, options: command.options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nusage: ${command.usage}`);
  }
}
