// The section of docs/coverage.md about recorded attacks. In: the rules by technique, which a test checks against the logs. Out:
// Markdown.

import { CORRELATIONS_BY_TECHNIQUE, RULES_BY_TECHNIQUE } from '../lambda/test/catalogue/attack-techniques.ts';

const SITE = 'https://stratus-red-team.cloud/attack-techniques/AWS';

/** Returns the section: each technique of Stratus Red Team with a public log, and the rules that name it. */
export function attackSection(): string {
  const correlations = Object.entries(CORRELATIONS_BY_TECHNIQUE);
  const named = [...Object.entries(RULES_BY_TECHNIQUE), ...correlations].map(([technique, rules]) => [
    technique,
    rules.map((rule) => `[\`${rule}\`](default-rules.md#${rule})`).join(', '),
  ]);
  const rows = named
    .toSorted(([a = ''], [b = '']) => a.localeCompare(b))
    .map(([technique, here]) => `| [\`${technique}\`](${SITE}/${technique}/) | ${here} |`);
  return `
## Recorded attacks

Stratus Red Team simulates attacks, and the logs of ${rows.length} of its techniques are public. A rule made for it names each of them;
for ${correlations.length} it takes a correlation. \`npx vitest run lambda/test/catalogue/attacks.test.ts\`
replays [an excerpt of the logs](../lambda/test/fixtures/attacks/README.md).

| technique | rules |
| --- | --- |
${rows.join('\n')}
`;
}
