// The bounds that keep every rule cheap to read and to evaluate. Length and nesting are checked before anything
// recurses; the others while the tree is built. Each is inclusive: the limit itself is still accepted.

export const limits = {
  /** UTF-16 units of a rule's text. */
  characters: 8_192,
  /** Brackets, prefix operators and chained calls around one another. */
  nesting: 64,
  /** Nodes of the syntax tree. */
  nodes: 2_000,
  /** Elements of one list or tuple. */
  listElements: 1_000,
  /** UTF-16 units of one pattern of `matches` or `glob`. */
  patternLength: 512,
  /** Instructions that one pattern of `matches` compiles to; `x{1000}` makes a thousand. */
  patternSize: 1_000,
  /** Steps of one path, split at dots. */
  pathSteps: 64,
  /** Levels of the syntax tree; chained calls add to it without brackets. */
  treeHeight: 400,
  /** UTF-16 units of a text that a function makes. */
  textLength: 262_144,
  /** UTF-16 units of the JSON text that `json(..)` reads; longer text counts as no JSON. */
  jsonLength: 262_144,
} as const;
