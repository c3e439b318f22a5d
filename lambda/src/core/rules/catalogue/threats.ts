// The pack `threats`: what attackers do in AWS accounts, from initial access to impact, one rule for each action.
// Pure data, in files by target. Every rule names its technique in MITRE ATT&CK for cloud.

import type { Pack } from './catalogue-rule.ts';
import { COMPUTE_THREATS } from './threats/compute.ts';
import { CREDENTIAL_THREATS } from './threats/credentials.ts';
import { DATA_THREATS } from './threats/data.ts';
import { DATABASE_THREATS } from './threats/databases.ts';
import { DEFENCE_THREATS } from './threats/defences.ts';
import { IDENTITY_THREATS } from './threats/identities.ts';
import { NETWORK_THREATS } from './threats/networks.ts';

export const THREATS: Pack = {
  name: 'threats',
  description: 'What attackers do in AWS accounts, each with its technique in MITRE ATT&CK.',
  rules: [
    ...IDENTITY_THREATS,
    ...CREDENTIAL_THREATS,
    ...DEFENCE_THREATS,
    ...DATA_THREATS,
    ...DATABASE_THREATS,
    ...COMPUTE_THREATS,
    ...NETWORK_THREATS,
  ],
};
