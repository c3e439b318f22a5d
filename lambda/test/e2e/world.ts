// A deployed function in its world, once for each `describe`: its cloud in an empty moto, and a local Slack with only its
// channels. Only the invocations of a `describe` share them; each is a new instance.

import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll } from 'vitest';
import type { Moto } from '../servers/moto.ts';
import { useMoto } from '../servers/shared.ts';
import { type LocalSlack, type PostedMessage, startSlack } from '../servers/slack.ts';
import { buildCloud, type Cloud } from './cloud.ts';
import { type Invocation, type InvokeOptions, invoke } from './deployed-function.ts';
import { BUCKET, keyOf, REGION } from './events.ts';
import { type Deployment, HAS_OFFLINE_PROVIDERS, packageFile } from './terraform-deployment.ts';

/** The state table of a handwritten deployment. */
export const STATE_TABLE = 'cloudtrail-to-slack-state';
/** The bot token that the local Slack accepts. */
export const TOKEN = 'xoxb-test-token-of-the-end-to-end-test';

export interface World {
  readonly moto: Moto;
  readonly slack: LocalSlack;
  readonly cloud: Cloud;
  readonly deployment: Deployment;
  /** Puts a log file with records into the bucket. */
  putLogFile(name: string, ...records: readonly unknown[]): Promise<void>;
  /** Invokes a new instance with each payload in turn. */
  invoke(payloads: readonly unknown[], options?: WorldOptions): Promise<readonly Invocation[]>;
  /** Slack's messages that are not replies. */
  firstMessages(): readonly PostedMessage[];
}

interface WorldOptions extends InvokeOptions {
  /** A package and environment instead of those of the deployment. */
  readonly of?: Pick<Deployment, 'zip' | 'environment'>;
  /** More variables of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A deployment as AWS would have it. Gets the moto in which its cloud is built. */
export type Deploy = (moto: Moto) => Deployment | Promise<Deployment>;

/** A deployment without Terraform: the package with settings. */
export function handwritten(settings: object, more: Partial<Deployment> = {}): Deployment {
  const name = '/cloudtrail-to-slack/slack-bot-token';
  const all = { slack_bot_token_reference: name, dynamodb_table_name: STATE_TABLE, ...settings };
  return {
    zip: packageFile(),
    environment: { SETTINGS: gzipSync(JSON.stringify(all)).toString('base64') },
    stateTable: STATE_TABLE,
    items: [],
    topics: [],
    ...more,
    parameters: [{ name, value: TOKEN }, ...(more.parameters ?? [])],
  };
}

/** The world of the `describe` in which it is called: made before its tests, removed after them. */
export function useWorld(channels: readonly string[], deploy: Deploy, region = REGION): World {
  const parts = {} as { moto: Moto; slack: LocalSlack; cloud: Cloud; deployment: Deployment };
  beforeAll(async () => {
    parts.moto = await useMoto();
    process.env.AWS_REGION = region;
    parts.slack = await startSlack({ tokens: [TOKEN], channels });
    parts.deployment = await deploy(parts.moto);
    parts.cloud = await buildCloud(parts.moto, parts.deployment, BUCKET);
  });
  afterAll(async () => {
    await parts.slack?.close();
    parts.deployment?.remove?.();
  });
  const services = () => ({ ...parts.moto.environment, AWS_REGION: region, SLACK_API_URL: parts.slack.apiUrl });
  return Object.assign(parts, {
    putLogFile: (name: string, ...Records: readonly unknown[]) =>
      parts.cloud.putLogFile(keyOf(name), gzipSync(JSON.stringify({ Records }))),
    invoke: (
      payloads: readonly unknown[],
      { of = parts.deployment, environment = {}, ...options }: WorldOptions = {},
    ) => invoke(of, { ...services(), ...environment }, payloads, options),
    firstMessages: () => parts.slack.messages.filter(({ threadTs }) => threadTs === null),
  });
}

/** What to test: with Terraform only if its providers create nothing; `npm test` reports it if they could. */
export function deployments<T>(byHand: T, withTerraform: T): readonly T[] {
  return HAS_OFFLINE_PROVIDERS ? [byHand, withTerraform] : [byHand];
}
