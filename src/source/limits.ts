/** What one file may cost. Each limit is a finding when it is passed, never a crash or a hang. */
export interface Limits {
  /** Size of a file that is read at all. */
  readonly bytes: number;
  /** Documents of one YAML stream. */
  readonly documents: number;
  /** Maps and lists inside each other, the outermost counting as one. */
  readonly depth: number;
  /** Lexical tokens of a YAML stream: bounds time and memory before anything is composed. */
  readonly tokens: number;
  /** Uses of one YAML anchor. */
  readonly aliases: number;
  /** Characters and nodes that all aliases of a document may stand for. */
  readonly expansion: number;
  /** Syntax findings of one file that are listed; more help nobody. */
  readonly problems: number;
}

export const limits: Limits = {
  bytes: 4 * 1024 * 1024,
  documents: 1_000,
  depth: 64,
  tokens: 2_000_000,
  aliases: 100,
  expansion: 4 * 1024 * 1024,
  problems: 20,
};
