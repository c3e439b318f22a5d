// What `terraform apply` of an example would deploy: the package, the environment, and the resources around the function.
// Uses providers that create nothing and keep a ledger; it must never run with any others.

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Whether the providers at hand are ones that create nothing. `.ci/run` says so. */
export const HAS_OFFLINE_PROVIDERS = process.env.OFFLINE_TERRAFORM === '1';

export interface Resource {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever a provider keeps of a resource.
  readonly attributes: Readonly<Record<string, any>>;
}

/** A function as it is deployed, and what it needs around it. */
export interface Deployment {
  readonly zip: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly stateTable: string;
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  readonly topics: readonly string[];
}

/** Applies an example with some variables and reads from the ledger what it made. */
export function applyExample(example: string, variables: Readonly<Record<string, unknown>>): Deployment {
  const work = mkdtempSync(path.join(tmpdir(), 'cloudtrail-to-slack-e2e-'));
  const ledger = path.join(work, 'ledger.json');
  const environment = {
    ...process.env,
    TF_DATA_DIR: path.join(work, 'data'),
    TF_IN_AUTOMATION: '1',
    OFFLINE_AWS_LEDGER: ledger,
    AWS_REGION: 'eu-west-1',
    ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, toVariable(value)])),
  };
  const folder = copyExample(example, work);
  const terraform = (...args: string[]) =>
    execFileSync('terraform', [`-chdir=${folder}`, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  terraform('init', '-backend=false', '-input=false', '-no-color');
  terraform('apply', '-auto-approve', '-input=false', '-no-color', `-state=${path.join(work, 'terraform.tfstate')}`);
  return readLedger(JSON.parse(readFileSync(ledger, 'utf8')).resources, folder);
}

// A copy, since Terraform writes a lock file beside what it applies.
function copyExample(example: string, work: string): string {
  for (const file of readdirSync(ROOT).filter((name) => name.endsWith('.tf')))
    cpSync(path.join(ROOT, file), path.join(work, file));
  cpSync(path.join(ROOT, 'lambda/dist'), path.join(work, 'lambda/dist'), { recursive: true });
  const folder = path.join(work, 'examples', example);
  cpSync(path.join(ROOT, 'examples', example), folder, {
    recursive: true,
    filter: (file) => !file.includes('.terraform'),
  });
  return folder;
}

function toVariable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function readLedger(resources: readonly Resource[], folder: string): Deployment {
  const of = (type: string) =>
    resources.filter((resource) => resource.type === type).map(({ attributes }) => attributes);
  const [lambda] = of('aws_lambda_function');
  const [table] = of('aws_dynamodb_table');
  if (!lambda || !table) throw new Error('the apply made no function or no table');
  return {
    zip: path.resolve(folder, lambda.filename as string),
    environment: (lambda.environment as { variables: Record<string, string> }[])[0]?.variables ?? {},
    stateTable: table.name,
    parameters: of('aws_ssm_parameter').map(({ name, value }) => ({ name: String(name), value: String(value) })),
    topics: of('aws_sns_topic').map(({ name }) => String(name)),
  };
}
