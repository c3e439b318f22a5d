// Reads the variables of the module from settings JSON, `.tfvars`, `.tfvars.json` or YAML. In: a path. Out: an object keyed
// by variable name. Terraform also evaluates constant expressions in tfvars files, such as `60 * 60`; here they are refused.

import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { isJsonObject, type Json, type JsonObject } from '../../core/records/record.ts';
import { CliError, describeFileError } from '../cli-error.ts';
import { escaped } from '../escaped.ts';
import { jsonProblem } from '../json-problem.ts';
import { countOf } from '../numbers.ts';

function readText(path: string): string {
  const bytes = readBytes(path);
  if (!isUtf8(bytes)) throw new CliError(escaped`${path}: is not UTF-8; save it with the encoding UTF-8`);
  return bytes.toString('utf8').replace(/^\uFEFF/, '');
}

function readBytes(path: string): Buffer {
  try {
    return path === '-' ? readStandardInput() : readFileSync(path);
  } catch (error) {
    throw new CliError(escaped`${path}: cannot be read: ${describeFileError(error)}`, undefined, { cause: error });
  }
}

let standardInput: Buffer | undefined;

// Standard input can be read only once, and a command may load its settings more than once.
function readStandardInput(): Buffer {
  standardInput ??= readFileSync(0);
  return standardInput;
}

/** The variables in a file of any supported format. Throws a `CliError` that names the file and the position. */
export async function readVariables(path: string): Promise<JsonObject> {
  const value = await readData(path);
  if (isJsonObject(value)) return value;
  throw new CliError(
    escaped`${path}: contains no settings: expected an object of variables, such as { "rules": [..] }`,
  );
}

/** The content of a JSON, YAML or tfvars file. */
export async function readData(path: string): Promise<Json> {
  if (/\.tf(?:\.json)?$/i.test(path))
    throw new CliError(
      escaped`${path}: is a configuration; name a .tfvars file, or the output of terraform output -raw settings_json`,
    );
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
    throw new CliError(escaped`${path}: ${jsonProblem(text, error)}`, undefined, { cause: error });
  }
}

async function parseYaml(path: string, text: string): Promise<Json> {
  const { parse } = await import('yaml');
  try {
    return parse(text, { prettyErrors: true }) as Json;
  } catch (error) {
    throw new CliError(`${escaped`${path}`}: is not YAML: ${indented((error as Error).message)}`, undefined, {
      cause: error,
    });
  }
}

// The message quotes lines of the file.
function indented(message: string): string {
  return message.trimEnd().replaceAll('\n', '\n  ');
}

async function parseTfvars(path: string, text: string): Promise<Json> {
  // A CommonJS package: a dynamic import does not find its named exports everywhere.
  const { default: hcl } = await import('@cdktn/hcl2json');
  try {
    return literal(path, (await hcl.parse('tfvars', text)) as Json, []);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(tfvarsProblems(path, (error as Error).message), undefined, { cause: error });
  }
}

// The parser joins all problems with spaces. Each begins with its name for the file, and a position: `tfvars:1,10-11: Invalid character; ...`.
function tfvarsProblems(path: string, message: string): string {
  const problems = message
    .replace(/^parse config: /, '')
    .replace(/^\[(.*)\]$/s, '$1')
    .split(/\s*tfvars:(?=\d+,\d+-[\d,]+: )/)
    .filter((problem) => problem !== '');
  const lines = problems.slice(0, NAMED_PROBLEMS).map((problem) => escaped`${path}:${problem}`);
  const more = problems.length - lines.length;
  return [...lines, ...(more > 0 ? [`and ${countOf(more, 'more problem')}`] : [])].join('\n');
}

const NAMED_PROBLEMS = 5;

// The parser returns expressions as `${..}` or `%{..}`, and leaves the escapes `$${` and `%%{` as they are.
function literal(path: string, value: Json, place: readonly (string | number)[]): Json {
  if (typeof value === 'string') return literalText(path, value, place);
  if (Array.isArray(value)) return value.map((item, index) => literal(path, item, [...place, index]));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [literalText(path, key, place), literal(path, item, [...place, key])]),
  );
}

function literalText(path: string, text: string, place: readonly (string | number)[]): string {
  const computed = /(?<!\$)\$\{[^}]*\}?|(?<!%)%\{[^}]*\}?/.exec(text);
  if (!computed) return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
  const name = place.join('.');
  throw new CliError(
    escaped`${path}: ${name}: ${computed[0]} is an expression, and only literal values are read from tfvars files;` +
      ' write the value, or $${ and %%{ for a literal ${ and %{',
  );
}
