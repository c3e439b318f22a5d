// The deployment that `terraform apply` of an example creates: the package, the environment variables, and the resources
// around the function. Uses providers that only write a ledger; it must never run with other providers.

import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../repository.ts';

/** Whether the available providers create nothing. `.ci/run` sets this. */
export const HAS_OFFLINE_PROVIDERS = process.env.OFFLINE_TERRAFORM === '1';

/** The committed package, or the one that `LAMBDA_ZIP` names. */
export function packageFile(): string {
  return process.env.LAMBDA_ZIP ?? path.join(ROOT, 'lambda/dist/lambda.zip');
}

interface Resource {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: a provider stores arbitrary attributes.
  readonly attributes: Readonly<Record<string, any>>;
}

/** A deployed function and the resources that it needs. */
export interface Deployment {
  readonly zip: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The environment of the function behind the buttons in Slack; empty or absent without one. */
  readonly buttonsEnvironment?: Readonly<Record<string, string>>;
  readonly stateTable: string;
  /** The items that Terraform writes to the state table, as DynamoDB JSON. */
  readonly items: readonly Record<string, { readonly S: string }>[];
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly topics: readonly string[];
  /** Removes the files that the deployment wrote. */
  remove?(): void;
}

/** Applies an example with variables and reads the created resources from the ledger. */
export function applyExample(example: string, variables: Readonly<Record<string, unknown>>): Promise<Deployment> {
  const work = copyModule();
  const folder = path.join(work, 'examples', example);
  const filter = (file: string) => !file.includes('.terraform');
  cpSync(path.join(ROOT, 'examples', example), folder, { recursive: true, filter });
  return apply(work, folder, variables);
}

/** Applies the module with arguments. */
export function applyModule(moduleArguments: Arguments): Promise<Deployment> {
  const work = copyModule();
  return apply(work, writeConfiguration(work, moduleArguments), {});
}

type Arguments = Readonly<Record<string, unknown>>;

function writeConfiguration(work: string, moduleArguments: Arguments): string {
  const folder = path.join(work, 'examples', 'one');
  mkdirSync(folder, { recursive: true });
  const settings = { source: '../..', ...moduleArguments };
  const provider = { aws: { region: 'eu-west-1' } };
  writeFileSync(
    path.join(folder, 'main.tf.json'),
    JSON.stringify({ provider, module: { cloudtrail_to_slack: settings } }),
  );
  return folder;
}

/** Applies the module with arguments. Returns which of its resources Terraform would delete, also to replace them, with other arguments. */
export async function installModule(moduleArguments: Arguments) {
  const work = copyModule();
  await apply(work, writeConfiguration(work, moduleArguments), {});
  const plan = path.join(work, 'plan');
  return {
    async deletedWith(others: Arguments): Promise<readonly string[]> {
      const terraform = terraformIn(work, writeConfiguration(work, { ...moduleArguments, ...others }), {});
      await terraform('plan', '-input=false', '-no-color', `-state=${stateOf(work)}`, `-out=${plan}`);
      const { resource_changes: changes } = JSON.parse((await terraform('show', '-json', plan)).stdout);
      return (changes as readonly PlannedChange[])
        .filter(({ change }) => change.actions.includes('delete'))
        .map(({ type, name }) => `${type}.${name}`);
    },
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}

interface PlannedChange {
  readonly type: string;
  readonly name: string;
  readonly change: { readonly actions: readonly string[] };
}

// A copy, because Terraform writes a lock file into the directory that it applies.
function copyModule(): string {
  const work = mkdtempSync(path.join(tmpdir(), 'cloudtrail-to-slack-e2e-'));
  const files = readdirSync(ROOT).filter((name) => name.endsWith('.tf'));
  for (const file of files) cpSync(path.join(ROOT, file), path.join(work, file));
  cpSync(path.join(ROOT, 'lambda/dist'), path.join(work, 'lambda/dist'), { recursive: true });
  return work;
}

const ledgerOf = (work: string) => path.join(work, 'ledger.json');
const stateOf = (work: string) => path.join(work, 'terraform.tfstate');

function terraformIn(work: string, folder: string, variables: Readonly<Record<string, unknown>>) {
  const environment = {
    ...process.env,
    TF_DATA_DIR: path.join(work, 'data'),
    TF_IN_AUTOMATION: '1',
    OFFLINE_AWS_LEDGER: ledgerOf(work),
    AWS_REGION: 'eu-west-1',
    ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, toVariable(value)])),
  };
  const options = { env: environment, maxBuffer: 64 * 1024 * 1024 };
  return (...args: string[]) => promisify(execFile)('terraform', [`-chdir=${folder}`, ...args], options);
}

async function apply(work: string, folder: string, variables: Readonly<Record<string, unknown>>): Promise<Deployment> {
  const terraform = terraformIn(work, folder, variables);
  await terraform('init', '-backend=false', '-input=false', '-no-color');
  await terraform('apply', '-auto-approve', '-input=false', '-no-color', `-state=${stateOf(work)}`);
  const deployment = readLedger(JSON.parse(readFileSync(ledgerOf(work), 'utf8')).resources, folder);
  return { ...deployment, remove: () => rmSync(work, { recursive: true, force: true }) };
}

function toVariable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function readLedger(resources: readonly Resource[], folder: string): Deployment {
  const of = (type: string) =>
    resources.filter((resource) => resource.type === type).map(({ attributes }) => attributes);
  const environmentOf = (handler: string): Record<string, string> | undefined =>
    of('aws_lambda_function').find((one) => one.handler === handler)?.environment[0]?.variables;
  const lambda = of('aws_lambda_function').find(({ handler }) => handler === 'index.handler');
  const [table] = of('aws_dynamodb_table');
  if (!lambda || !table) throw new Error('the apply created no function or no table');
  return {
    zip: path.resolve(folder, lambda.filename as string),
    environment: environmentOf('index.handler') ?? {},
    buttonsEnvironment: environmentOf('interactions.handler') ?? {},
    stateTable: table.name,
    items: of('aws_dynamodb_table_item').map(({ item }) => JSON.parse(item)),
    parameters: of('aws_ssm_parameter').map(({ name, value }) => ({ name: String(name), value: String(value) })),
    topics: of('aws_sns_topic').map(({ name }) => String(name)),
  };
}
