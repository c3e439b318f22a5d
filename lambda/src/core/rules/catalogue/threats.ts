// The pack `threats`: what attackers do in AWS accounts, from initial access to impact, one rule for each action.
// Pure data, in files by target. Every rule names its technique in MITRE ATT&CK for cloud.

import type { Pack } from './catalogue-rule.ts';
import { BACKUP_THREATS } from './threats/backups.ts';
import { BUILD_THREATS } from './threats/builds.ts';
import { COMPUTE_THREATS } from './threats/compute.ts';
import { CONTAINER_THREATS } from './threats/containers.ts';
import { CREDENTIAL_THREATS } from './threats/credentials.ts';
import { DATA_THREATS } from './threats/data.ts';
import { DATABASE_THREATS } from './threats/databases.ts';
import { DEFENCE_THREATS } from './threats/defences.ts';
import { DOMAIN_THREATS } from './threats/domains.ts';
import { EXPOSURE_THREATS } from './threats/exposure.ts';
import { FOOTHOLD_THREATS } from './threats/footholds.ts';
import { IDENTITY_THREATS } from './threats/identities.ts';
import { IDENTITY_CENTER_THREATS } from './threats/identity-center.ts';
import { INTERCEPTION_THREATS } from './threats/interception.ts';
import { KEY_THREATS } from './threats/keys.ts';
import { MODEL_THREATS } from './threats/models.ts';
import { MONEY_THREATS } from './threats/money.ts';
import { MONITORING_THREATS } from './threats/monitoring.ts';
import { NETWORK_THREATS } from './threats/networks.ts';
import { ORGANIZATION_THREATS } from './threats/organizations.ts';
import { PERMISSION_THREATS } from './threats/permissions.ts';

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
    ...IDENTITY_CENTER_THREATS,
    ...PERMISSION_THREATS,
    ...KEY_THREATS,
    ...CONTAINER_THREATS,
    ...EXPOSURE_THREATS,
    ...MONITORING_THREATS,
    ...FOOTHOLD_THREATS,
    ...NETWORK_THREATS,
    ...BACKUP_THREATS,
    ...BUILD_THREATS,
    ...DOMAIN_THREATS,
    ...INTERCEPTION_THREATS,
    ...MODEL_THREATS,
    ...MONEY_THREATS,
    ...ORGANIZATION_THREATS,
  ],
};
