/** What one rendering may cost. Whatever passes a limit becomes unknown; nothing hangs or grows on. */
export interface Limits {
  /** Expressions evaluated, statements run and elements touched. */
  readonly steps: number;
  /** Expressions, statements and macros inside each other while rendering. */
  readonly depth: number;
  /** Characters of one text, the output included. */
  readonly text: number;
  /** Unknown values that are told apart; later ones share the last. */
  readonly unknowns: number;
}

export const limits: Limits = {
  steps: 500_000,
  depth: 800,
  text: 4 * 1024 * 1024,
  unknowns: 1_000,
};

/** Expressions or blocks inside each other in one template's source. */
export const nestingMax = 100;
