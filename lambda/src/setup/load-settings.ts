// Loads the settings of a deployed function. In: its environment variables, which Terraform sets. Out: validated settings.
// `SETTINGS` contains them as base64 of gzipped JSON. If they exceed the 4 KB that Lambda allows for all environment
// variables, `SETTINGS_TABLE` and `SETTINGS_KEY` name the item of the state table that contains the same string.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html

import { gunzipSync } from 'node:zlib';
import { parseSettings, type Settings, SettingsError } from './settings.ts';

/** Reads the string in a settings item; undefined if there is no such item. */
export type ReadSettingsItem = (table: string, key: string) => Promise<string | undefined>;

/** Loads and validates the settings. Throws a `SettingsError` that lists every problem. */
export async function loadSettings(
  environment: Readonly<Record<string, string | undefined>>,
  readItem: ReadSettingsItem,
): Promise<Settings> {
  return parseSettings(decode(environment.SETTINGS ?? (await readFromTable(environment, readItem))));
}

async function readFromTable(environment: Readonly<Record<string, string | undefined>>, readItem: ReadSettingsItem) {
  const table = environment.SETTINGS_TABLE;
  const key = environment.SETTINGS_KEY;
  if (!table || !key)
    throw new SettingsError(['the environment contains neither SETTINGS nor SETTINGS_TABLE and SETTINGS_KEY']);
  const text = await readItem(table, key);
  if (text === undefined) {
    throw new SettingsError([
      `table ${table} has no item ${key}; run terraform apply to write the settings of this version`,
    ]);
  }
  return text;
}

function decode(text: string): unknown {
  try {
    return JSON.parse(gunzipSync(Buffer.from(text, 'base64')).toString('utf8'));
  } catch (error) {
    throw new SettingsError([`the settings are not base64 of gzipped JSON: ${String(error)}`]);
  }
}
