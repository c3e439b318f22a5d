// Draws the techniques that the default rules name, a row for each tactic. In: techniques. Out: SVG, which
// generate-coverage.mjs writes to docs/coverage.svg. The same facts are in docs/coverage.md as text.

import type { CoveredTechnique } from '../lambda/src/cli/catalogue/coverage.ts';
import { TACTICS } from '../lambda/src/cli/catalogue/tactics.ts';

const PER_LINE = 6;
const LABEL_WIDTH = 130;
const BOX = { width: 140, height: 48, gap: 5 };
const WIDTH = LABEL_WIDTH + PER_LINE * (BOX.width + BOX.gap) + 10;
const LETTERS_PER_LINE = 23;

// From one rule to many; each has enough contrast to black text.
const SHADES = [
  { from: 8, color: '#6aaae4' },
  { from: 4, color: '#9cc7ee' },
  { from: 2, color: '#c9e0f6' },
  { from: 1, color: '#eaf3fb' },
] as const;

/** Returns the whole picture. */
export function drawCoverage(techniques: readonly CoveredTechnique[]): string {
  const rows = TACTICS.map(({ name }) => ({ name, of: techniques.filter(({ tactics }) => tactics.includes(name)) }));
  let top = 44;
  const parts = rows.map(({ name, of }) => {
    const part = drawRow(name, of, top);
    top += heightOf(of.length) + 12;
    return part;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img" font-family="system-ui, sans-serif">
<title>Techniques of MITRE ATT&amp;CK that the default rules name</title>
<rect width="${WIDTH}" height="${top}" fill="#ffffff"/>
${drawLegend()}
${parts.join('\n')}
</svg>
`;
}

const linesOf = (count: number): number => Math.max(1, Math.ceil(count / PER_LINE));

const heightOf = (count: number): number => linesOf(count) * (BOX.height + BOX.gap);

function drawLegend(): string {
  const items = SHADES.toReversed().map(({ from, color }, index, all) => {
    const next = all[index + 1];
    const upTo = next === undefined ? ' or more' : next.from - 1 > from ? ` to ${next.from - 1}` : '';
    const left = LABEL_WIDTH + index * 110;
    return `<rect x="${left}" y="14" width="16" height="16" fill="${color}" stroke="#5b7083"/>${text(left + 22, 27, 12, `${from}${upTo}`)}`;
  });
  return [text(10, 27, 12, 'Number of rules'), ...items].join('\n');
}

function drawRow(tactic: string, techniques: readonly CoveredTechnique[], top: number): string {
  const boxes = techniques.map((technique, index) => {
    const left = LABEL_WIDTH + (index % PER_LINE) * (BOX.width + BOX.gap);
    return drawBox(technique, left, top + Math.floor(index / PER_LINE) * (BOX.height + BOX.gap));
  });
  const label = wrap(tactic, 14).map((line, index) => text(10, top + 18 + index * 16, 13, line, 'bold'));
  return [...label, ...boxes].join('\n');
}

function drawBox({ technique, name, rules }: CoveredTechnique, left: number, top: number): string {
  const color = SHADES.find(({ from }) => rules.length >= from)?.color ?? '#ffffff';
  const lines = wrap(name.replace(/^.*: /, ''), LETTERS_PER_LINE).slice(0, 2);
  return [
    `<rect x="${left}" y="${top}" width="${BOX.width}" height="${BOX.height}" rx="3" fill="${color}" stroke="#5b7083"/>`,
    text(left + 6, top + 14, 11, technique, 'bold'),
    text(left + BOX.width - 18, top + 14, 11, `${rules.length}`.padStart(2, '\u2007')),
    ...lines.map((line, index) => text(left + 6, top + 28 + index * 13, 10, line)),
  ].join('\n');
}

/** Breaks a text into lines of at most so many letters, between words. */
function wrap(words: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function text(x: number, y: number, size: number, words: string, weight = 'normal'): string {
  const escaped = words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="#111820">${escaped}</text>`;
}
