import type { RepoPath } from "../base/path.ts";
import type { Reading } from "../model/claim.ts";
import type { ToolId } from "../model/kinds.ts";
import type { SchemaName } from "../schema/names.ts";
import type { Document, Profile } from "../source/document.ts";

/** Reads one tool's documents. Pure: one document in, its claims out, no other file, no throw. */
export interface Adapter {
  readonly id: ToolId;
  /** Part of every cache key: raise it when the same bytes give other claims. */
  readonly version: number;
  readonly profile: Profile;
  /** Whether the file may hold such a document, from its path and text alone: cheap, no parsing. */
  claims(path: RepoPath, text: string): boolean;
  /**
   * The schema that the document must fulfil; undefined if it is another tool's document or has
   * none. Whoever calls validates (schemas load lazily); `read` copes with invalid documents too.
   */
  schema(document: Document): SchemaName | undefined;
  /** The claims of the document; nothing for a document of another tool. */
  read(document: Document): Reading;
}
