// The pack `behavior`: what only several events together show. Each rule counts, compares or orders events of one group.

import { CREDENTIAL_BEHAVIOR } from './behavior/credentials.ts';
import { DESTRUCTION_BEHAVIOR } from './behavior/destruction.ts';
import { DISCOVERY_BEHAVIOR } from './behavior/discovery.ts';
import { FIRST_CALLS } from './behavior/first-calls.ts';
import { FIRST_USES } from './behavior/first-uses.ts';
import { SESSION_BEHAVIOR } from './behavior/sessions.ts';
import { SIGN_IN_BEHAVIOR } from './behavior/sign-ins.ts';
import { VOLUME_BEHAVIOR } from './behavior/volumes.ts';
import type { Pack } from './catalogue-rule.ts';

export const BEHAVIOR: Pack = {
  name: 'behavior',
  description: 'Many, different, first or successive events: what no single event shows.',
  rules: [
    ...SIGN_IN_BEHAVIOR,
    ...DISCOVERY_BEHAVIOR,
    ...VOLUME_BEHAVIOR,
    ...DESTRUCTION_BEHAVIOR,
    ...FIRST_USES,
    ...FIRST_CALLS,
    ...CREDENTIAL_BEHAVIOR,
    ...SESSION_BEHAVIOR,
  ],
};
