// A page as one self-contained file. In: its parts. Out: HTML that loads nothing and runs only its own script: the content security
// policy names the hashes of its script and its style sheet, and allows no network.
// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Content-Security-Policy

import { createHash } from 'node:crypto';
import { type Html, html } from './html.ts';
import type { PageAssets } from './page-assets.ts';

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** What the script reads. */
  readonly data: unknown;
}

/** The page as text. */
export function pageDocument({ title, body, data }: Page, { script, style }: PageAssets): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const head = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
`;
  return [
    head,
    `<style>${style}</style>\n</head>\n<body>\n`,
    body,
    `<script type="application/json" id="data">${scriptJson(data)}</script>\n`,
    `<script>${script}</script>\n</body>\n</html>\n`,
  ].join('');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

// JSON in a script element ends at `</script`, and `<!--` changes how the rest is read.
function scriptJson(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
