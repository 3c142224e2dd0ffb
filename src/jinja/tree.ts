/** Half-open range of UTF-16 offsets in the template's text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export type Expression = Range &
  (
    | { readonly is: "literal"; readonly value: null | boolean | string | number }
    | { readonly is: "float"; readonly value: number }
    | { readonly is: "name"; readonly name: string }
    | { readonly is: "list" | "tuple"; readonly items: readonly Expression[] }
    | { readonly is: "dict"; readonly pairs: readonly (readonly [Expression, Expression])[] }
    | { readonly is: "member"; readonly of: Expression; readonly name: string }
    | { readonly is: "item"; readonly of: Expression; readonly index: Expression }
    | { readonly is: "slice"; readonly of: Expression; readonly bounds: readonly Bound[] }
    | { readonly is: "call"; readonly of: Expression; readonly args: Arguments }
    | {
        readonly is: "filter" | "test";
        readonly of: Expression;
        readonly name: string;
        readonly args: Arguments;
      }
    | { readonly is: "not" | "negative" | "positive"; readonly of: Expression }
    | {
        readonly is: "binary";
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly is: "and" | "or"; readonly left: Expression; readonly right: Expression }
    | {
        readonly is: "compare";
        readonly first: Expression;
        readonly rest: readonly (readonly [operator: string, Expression])[];
      }
    | {
        readonly is: "choice";
        readonly value: Expression;
        readonly when: Expression;
        readonly otherwise: Expression | undefined;
      }
    /** What could not be parsed; it renders as unknown. */
    | { readonly is: "broken"; readonly message: string }
  );
type Bound = Expression | undefined;

export interface Arguments {
  readonly positional: readonly Expression[];
  readonly named: readonly (readonly [string, Expression])[];
  /** After `*` and `**`. */
  readonly list?: Expression;
  readonly dict?: Expression;
}

/** Names that a value is taken apart into, or a member of a namespace. */
export type Target =
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "tuple"; readonly items: readonly Target[] }
  | { readonly is: "member"; readonly of: string; readonly name: string };

export interface Parameter {
  readonly name: string;
  readonly otherwise: Expression | undefined;
}

export interface Branch {
  /** Undefined for `else`. */
  readonly when: Expression | undefined;
  readonly body: readonly Statement[];
}

export interface MacroStatement extends Range {
  readonly is: "macro";
  /** The word of its tag: `macro`, or one that the caller declared. */
  readonly tag: string;
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

export type Statement =
  | (Range &
      (
        | { readonly is: "text" }
        | { readonly is: "output"; readonly value: Expression }
        | { readonly is: "do"; readonly value: Expression }
        | { readonly is: "set"; readonly target: Target; readonly value: Expression }
        | {
            readonly is: "capture";
            readonly target: Target;
            readonly filters: Expression;
            readonly body: readonly Statement[];
          }
        | { readonly is: "if"; readonly branches: readonly Branch[] }
        | {
            readonly is: "for";
            readonly target: Target;
            readonly over: Expression;
            readonly when: Expression | undefined;
            readonly body: readonly Statement[];
            readonly otherwise: readonly Statement[];
          }
        | {
            readonly is: "call";
            readonly parameters: readonly Parameter[];
            readonly value: Expression;
            readonly body: readonly Statement[];
          }
        | { readonly is: "filter"; readonly value: Expression; readonly body: readonly Statement[] }
        | {
            readonly is: "with";
            readonly names: readonly (readonly [string, Expression])[];
            readonly body: readonly Statement[];
          }
        /** A block of a tag that the caller declared; its body is run in place. */
        | {
            readonly is: "block";
            readonly tag: string;
            readonly name: string;
            readonly body: readonly Statement[];
          }
        | { readonly is: "break" | "continue" }
        | { readonly is: "broken"; readonly message: string }
      ))
  | MacroStatement;

/** Why a part of a template could not be read. */
export interface Problem extends Range {
  readonly message: string;
}

/** A parsed template: what could be read of it, and what was wrong with the rest. */
export interface Template {
  /** Name for people and for the source map: the path of its file. */
  readonly name: string;
  readonly text: string;
  readonly body: readonly Statement[];
  readonly problems: readonly Problem[];
}
