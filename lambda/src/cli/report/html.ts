// HTML from templates. In: templates with values. Out: HTML in which every text is escaped, so that it stays text. Only templates of
// this project are markup; a text is never marked as safe.

/** Markup that is safe to insert. Only `html` makes it. */
export class Html {
  readonly #markup: string;
  private constructor(markup: string) {
    this.#markup = markup;
  }
  static of(texts: TemplateStringsArray, values: readonly HtmlValue[]): Html {
    return new Html(String.raw({ raw: texts }, ...values.map(markupOf)));
  }
  toString(): string {
    return this.#markup;
  }
}

export type HtmlValue = Html | string | number | readonly Html[];

/** A template. Texts are escaped, for element content and for attributes in double quotes; lists are joined. */
export function html(texts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.of(texts, values);
}

/** No markup. */
export const NOTHING = html``;

function markupOf(value: HtmlValue): string {
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(String).join('');
  return escapeHtml(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
