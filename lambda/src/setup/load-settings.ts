// Finds the settings of a deployed function. In: the environment that Terraform gave it. Out: checked settings.
// `SETTINGS` holds them as base64 of gzipped JSON; where that would not fit into the 4 KB that Lambda allows for the whole
// environment, `SETTINGS_TABLE` and `SETTINGS_KEY` name the item of the state table that holds the same text.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html

import { gunzipSync } from 'node:zlib';
import { parseSettings, type Settings, SettingsError } from './settings.ts';

/** Reads the text of a spilled settings item; undefined where there is none. */
export type ReadSettingsItem = (table: string, key: string) => Promise<string | undefined>;

/** Loads and checks the settings. Throws `SettingsError` with every problem at once. */
export async function loadSettings(
  environment: Readonly<Record<string, string | undefined>>,
  readItem: ReadSettingsItem,
): Promise<Settings> {
  return parseSettings(decode(environment.SETTINGS ?? (await spilled(environment, readItem))));
}

async function spilled(environment: Readonly<Record<string, string | undefined>>, readItem: ReadSettingsItem) {
  const table = environment.SETTINGS_TABLE;
  const key = environment.SETTINGS_KEY;
  if (!table || !key)
    throw new SettingsError(['the environment has neither SETTINGS nor SETTINGS_TABLE and SETTINGS_KEY']);
  const text = await readItem(table, key);
  if (text === undefined) {
    throw new SettingsError([`table ${table} has no item ${key}; was this version deployed by an earlier apply?`]);
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
