// The section of docs/coverage.md about recorded attacks. In: the rules by technique, which a test checks against the logs. Out:
// Markdown.

import { RULES_BY_TECHNIQUE, TECHNIQUES_OF_MANY_RECORDS } from '../lambda/test/catalogue/attack-techniques.ts';

const SITE = 'https://stratus-red-team.cloud/attack-techniques/AWS';

/** Returns the section: each technique of Stratus Red Team with a public log, and the rules that name it. */
export function attackSection(): string {
  const named = Object.entries(RULES_BY_TECHNIQUE).map(([technique, rules]) => [
    technique,
    rules.map((rule) => `[\`${rule}\`](default-rules.md#${rule})`).join(', '),
  ]);
  const others = Object.entries(TECHNIQUES_OF_MANY_RECORDS).map(([technique, sign]) => [
    technique,
    `no single record shows it: ${sign}`,
  ]);
  const rows = [...named, ...others]
    .toSorted(([a = ''], [b = '']) => a.localeCompare(b))
    .map(([technique, here]) => `| [\`${technique}\`](${SITE}/${technique}/) | ${here} |`);
  return `
## Recorded attacks

Stratus Red Team simulates attacks, and the logs of ${rows.length} of its techniques are public. Rules made for ${named.length} of them name the
attack in its log. The other ${others.length} show only in many records together. \`npx vitest run lambda/test/catalogue/attacks.test.ts\`
replays [an excerpt of the logs](../lambda/test/fixtures/attacks/README.md).

| technique | rules |
| --- | --- |
${rows.join('\n')}
`;
}
