// Reads the module's variables from the files people have: settings JSON, `.tfvars`, `.tfvars.json`, or YAML.
// In: a path. Out: a plain object, keyed by variable name. Terraform's own rules for tfvars hold: literal values only.

import { readFileSync } from 'node:fs';
import { isJsonObject, type Json, type JsonObject } from '../../core/records/record.ts';
import { CliError, describeFileError } from '../cli-error.ts';

function readText(path: string): string {
  try {
    return (path === '-' ? readStandardInput() : readFileSync(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    throw new CliError(`${path}: cannot be read: ${describeFileError(error)}`, undefined, { cause: error });
  }
}

let standardInput: string | undefined;

// It can be read but once, and a command may ask for its settings more than once.
function readStandardInput(): string {
  standardInput ??= readFileSync(0, 'utf8');
  return standardInput;
}

/** The variables in a file, whatever its form; throws a `CliError` that names file and place. */
export async function readVariables(path: string): Promise<JsonObject> {
  const value = await readData(path);
  if (isJsonObject(value)) return value;
  throw new CliError(`${path}: holds no settings: expected an object of variables, such as { "rules": [..] }`);
}

/** What a JSON, YAML or tfvars file holds. */
export async function readData(path: string): Promise<Json> {
  const text = readText(path);
  if (path.endsWith('.tfvars')) return parseTfvars(path, text);
  const isYaml = path === '-' ? !/^\s*[[{]/.test(text) : /\.ya?ml$/i.test(path);
  if (isYaml) return parseYaml(path, text);
  return parseJson(path, text);
}

function parseJson(path: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new CliError(`${path}: is not JSON: ${(error as Error).message}`, undefined, { cause: error });
  }
}

async function parseYaml(path: string, text: string): Promise<Json> {
  const { parse } = await import('yaml');
  try {
    return parse(text, { prettyErrors: true }) as Json;
  } catch (error) {
    throw new CliError(`${path}: is not YAML: ${(error as Error).message}`, undefined, { cause: error });
  }
}

async function parseTfvars(path: string, text: string): Promise<Json> {
  // CommonJS, and so without named exports for a dynamic import to find everywhere.
  const { default: hcl } = await import('@cdktf/hcl2json');
  try {
    return literal(path, (await hcl.parse(path, text)) as Json, []);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const reason = (error as Error).message.replace(/^parse config: /, '').replace(/^\[(.*)\]$/s, '$1');
    throw new CliError(`${path}: is no valid tfvars file: ${reason}`, undefined, { cause: error });
  }
}

// The parser writes what is computed as `${..}` or `%{..}`, and what was doubled so as not to be computed still doubled.
function literal(path: string, value: Json, place: readonly (string | number)[]): Json {
  if (typeof value === 'string') return literalText(path, value, place);
  if (Array.isArray(value)) return value.map((item, index) => literal(path, item, [...place, index]));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(path, item, [...place, key])]));
}

function literalText(path: string, text: string, place: readonly (string | number)[]): string {
  const computed = /(?<!\$)\$\{[^}]*\}?|(?<!%)%\{[^}]*\}?/.exec(text);
  if (!computed) return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
  const name = place.join('.');
  throw new CliError(
    `${path}: ${name}: ${computed[0]} is computed, and Terraform takes only literal values in a tfvars file;` +
      ' write the value itself, or $${ and %%{ for ${ and %{ as such',
  );
}
