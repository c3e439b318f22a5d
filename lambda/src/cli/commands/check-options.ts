// Options and arguments that would not count. In: the commands. Out: an error of usage when one is parsed.

import type { Command } from 'commander';

/** Refuses every option that is given twice although it has one value, and every empty value. */
export function checkOptions(command: Command): void {
  for (const option of command.options.filter(({ required }) => required)) {
    const isList = option.variadic || Array.isArray(option.defaultValue);
    let isGiven = false;
    command.on(`option:${option.name()}`, (value: string) => {
      if (isGiven && !isList) refuse(command, `option '${option.flags}' is given twice; give it once`);
      // Elements of a list are separated by commas.
      if (/^[\s,]*$/.test(value))
        refuse(command, `option '${option.flags}' has an empty value; write one, or remove the option`);
      isGiven = true;
    });
  }
  command.commands.forEach(checkOptions);
}

/** Refuses every empty argument: the current directory is probably not meant. */
export function checkArguments(command: Command): void {
  if (command.args.includes('')) refuse(command, 'an argument is empty; write it, or remove it');
}

function refuse(command: Command, problem: string): never {
  command.error(`error: ${problem}`, { code: 'commander.invalidArgument' });
}
