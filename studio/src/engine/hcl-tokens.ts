// Splits a tfvars file into tokens. In: text. Out: tokens with their lines, texts normalized as Terraform does (NFC). Throws an `HclError`
// for what is not a literal of HCL.
// https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md

export interface HclToken {
  readonly kind: 'name' | 'text' | 'number' | 'sign' | 'line break' | 'end';
  /** The decoded value of a text; otherwise as written. */
  readonly text: string;
  readonly line: number;
}

/** Names the line and what is wrong there. */
export class HclError extends Error {
  override readonly name = 'HclError';
  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`);
  }
}

const PATTERNS: readonly (readonly [kind: HclToken['kind'] | 'space' | 'heredoc', pattern: RegExp])[] = [
  ['space', /[ \t]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?\*\//y],
  ['line break', /\r?\n/y],
  ['heredoc', /<<(-?)([\p{L}_][\p{L}\p{Nd}_-]*)\r?\n/uy],
  ['name', /[\p{L}_][\p{L}\p{Nd}_-]*/uy],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['text', /"(?:[^"\\\n\r]|\\.)*"/y],
  ['sign', /[=:,[\]{}-]/y],
];

/** The tokens of a file; the last one is `end`. */
export function hclTokens(source: string): HclToken[] {
  const tokens: HclToken[] = [];
  const strayReturn = /\r(?!\n)/.exec(source);
  if (strayReturn) {
    const before = source.slice(0, strayReturn.index).split('\n').length;
    throw new HclError(before, 'a carriage return without a line feed; save the file with usual line ends');
  }
  let [at, line] = [source.startsWith('\uFEFF') ? 1 : 0, 1];
  while (at < source.length) {
    const found = PATTERNS.map(([kind, pattern]) => ({ kind, match: matchAt(pattern, source, at) })).find(
      ({ match }) => match !== null,
    );
    if (!found?.match) throw new HclError(line, unexpected(source.slice(at, at + 20)));
    const { kind, match } = found;
    const heredoc = kind === 'heredoc' ? readHeredoc(source, at + match[0].length, match, line) : null;
    const raw = heredoc?.raw ?? match[0];
    if (heredoc) tokens.push({ kind: 'text', text: heredoc.text, line });
    else if (kind !== 'space' && kind !== 'heredoc') {
      tokens.push({ kind, line, text: kind === 'text' ? decode(raw.slice(1, -1), line) : raw.trim() });
    }
    line += raw.split('\n').length - 1;
    at += raw.length;
  }
  return [...tokens, { kind: 'end', text: '', line }];
}

function matchAt(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}

function unexpected(text: string): string {
  if (text.startsWith('"')) return 'the string has no closing quote on this line';
  return `${JSON.stringify(text.split('\n')[0])} is not part of a literal value; write the value itself`;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

function decode(text: string, line: number): string {
  const unescaped = template(text, line).replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g,
    (written, short?: string, long?: string, char = '') => {
      const code = short ?? long;
      const decoded = code === undefined ? ESCAPES[char] : characterOf(Number.parseInt(code, 16));
      if (decoded === undefined)
        throw new HclError(line, `${written} is no escape; write \\n, \\t, \\", \\\\ or \\u0041`);
      return decoded;
    },
  );
  return unescaped.normalize('NFC');
}

function characterOf(code: number): string | undefined {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code <= 0x10ffff && !isSurrogate ? String.fromCodePoint(code) : undefined;
}

// `$${` and `%%{` are a literal `${` and `%{`.
function template(text: string, line: number): string {
  const computed = /(?<!\$)\$\{[^}]*\}?|(?<!%)%\{[^}]*\}?/.exec(text);
  if (computed) throw new HclError(line, `${computed[0]} is an expression; write its value, or $\${ for a literal \${`);
  return text.replaceAll('$${', '${').replaceAll('%%{', '%{');
}

// https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md#template-expressions
function readHeredoc(source: string, start: number, [head, isIndented, marker = '']: RegExpExecArray, line: number) {
  const lines: string[] = [];
  // The last line of the file has no line break, so it cannot end the text.
  for (const one of source.slice(start).split('\n').slice(0, -1)) {
    if (one.replace(/^[ \t]+|[ \t\r]+$/g, '') === marker) {
      const raw = `${head}${lines.map((text) => `${text}\n`).join('')}${one}`;
      const kept = isIndented ? withoutIndent(lines) : lines;
      return { raw, text: template(kept.map((text) => `${text}\n`).join(''), line).normalize('NFC') };
    }
    lines.push(one);
  }
  throw new HclError(line, `the text that ends with ${marker} has no end`);
}

// A line of white space stays as it is, and does not affect the others.
function withoutIndent(lines: readonly string[]): string[] {
  const indentOf = (one: string) => /^[\t\v\f\r\u0085\p{Z}]*/u.exec(one)?.[0].length ?? 0;
  const isBlank = (one: string) => indentOf(one) === one.length;
  const least = lines.filter((one) => !isBlank(one)).reduce((found, one) => Math.min(found, indentOf(one)), Infinity);
  return lines.map((one) => (isBlank(one) ? one : one.slice(least)));
}
