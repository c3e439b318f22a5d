// The limits that keep every rule cheap to parse and evaluate. Length and nesting are checked before anything recurses,
// the others while the tree is built. Limits are inclusive: a value equal to the limit is accepted.

export const limits = {
  /** UTF-16 units of a rule. */
  characters: 8_192,
  /** Brackets, prefix operators and chained calls around one another. */
  nesting: 64,
  /** Nodes of the syntax tree. */
  nodes: 2_000,
  /** Elements of one list or tuple. */
  listElements: 1_000,
  /** UTF-16 units of one pattern of `matches` or `glob`. */
  patternLength: 512,
  /** Instructions of one compiled `matches` pattern; `x{1000}` compiles to 1,000. */
  patternSize: 1_000,
  /** Steps of one path, split at dots. */
  pathSteps: 64,
  /** Levels of the syntax tree; chained calls add levels without brackets. */
  treeHeight: 400,
  /** UTF-16 units of a string that a function creates. */
  textLength: 262_144,
  /** UTF-16 units of the JSON that `json(..)` parses; a longer string counts as invalid JSON. */
  jsonLength: 262_144,
} as const;
