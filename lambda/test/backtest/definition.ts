// The definition of the state machine of a backtest. In: the ARN of the function. Out: the definition as Terraform renders it.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@cdktn/hcl2json';
import { ROOT } from '../repository.ts';

const VALUES: Readonly<Record<string, unknown>> = {
  ...{ partition: 'aws', prefix: 'AWSLogs/', log_bucket: 'my-trail', results_bucket: 'results' },
  // A percentage without a point is valid, but not for moto's parser.
  ...{ batch_size: 2, max_concurrency: 5, tolerated_failure_percentage: 0.5 },
};

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
}

interface MapState extends State {
  readonly ItemSelector: object;
  readonly ItemBatcher: { readonly BatchInput: object };
  readonly ItemProcessor: { readonly StartAt: string; readonly States: Readonly<Record<string, State>> };
}

export interface Definition {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>> & { readonly DecideAll: MapState };
}

/** A file of the module. */
export const moduleFile = (name: string): string => readFileSync(path.join(ROOT, 'modules/backtest', name), 'utf8');

/** The definition as `templatefile` renders it, with the retries in main.tf. */
export async function renderedDefinition(functionArn: string): Promise<Definition> {
  const { locals } = (await parse('main.tf', moduleFile('main.tf'))) as { locals: readonly { retry?: object }[] };
  const retry = locals.find((one) => one.retry !== undefined)?.retry;
  const values: Readonly<Record<string, unknown>> = { ...VALUES, retry, function_arn: functionArn };
  const text = moduleFile('state-machine.json.tftpl')
    .replaceAll(/\$\{jsonencode\((\w+)\)\}/g, (_, name) => JSON.stringify(values[name]))
    .replaceAll(/\$\{(\w+)\}/g, (_, name) => String(values[name]));
  return JSON.parse(text);
}
