// Finds the event source that a misspelled one was probably meant to be. In: the known sources, and a source as written. Out: the closest.

import { closest } from '../../core/language/suggest.ts';

const DOMAIN = '.amazonaws.com';

/** The sources that were probably meant; empty if the source is known, or resembles none. */
export function sourcesMeant(written: string, known: ReadonlyMap<string, unknown>): readonly string[] {
  if (known.has(written)) return [];
  // `iam`, `IAM.amazonaws.com`, and `aws.iam` as in EventBridge.
  const lower = written.toLowerCase();
  const whole = [lower, `${lower}${DOMAIN}`, `${lower.replace(/^aws\./, '')}${DOMAIN}`].filter((source) =>
    known.has(source),
  );
  if (whole.length > 0) return [...new Set(whole)];
  const [service = '', ...domain] = lower.split('.');
  // China has other domains.
  const isCn = lower.endsWith('.cn');
  const hasWrongDomain = !isCn && closest(`.${domain.join('.')}`, [DOMAIN], { most: 2 }).length > 0;
  if (known.has(`${service}${DOMAIN}`)) return hasWrongDomain ? [`${service}${DOMAIN}`] : [];
  if (!hasWrongDomain || service.length < SHORTEST_SERVICE) return [];
  const services = [...known.keys()].map((source) => source.slice(0, -DOMAIN.length));
  return closest(service, services, { most: 1, replacement: 2 })
    .filter(differsInLetters(service))
    .map((one) => one + DOMAIN);
}

// Shorter ones differ in one letter: sns, sqs, sts.
const SHORTEST_SERVICE = 5;

// `inspector2` and `macie` exist.
function differsInLetters(service: string): (other: string) => boolean {
  const letters = (text: string) => text.replace(/\d/g, '');
  return (other) => letters(other) !== letters(service);
}
