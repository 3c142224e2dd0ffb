import type { Change } from "../base/plan.ts";
import { visible } from "../base/text.ts";
import type { Reporter } from "./document.ts";
import type { Paint } from "./paint.ts";

/** What `init` would write. */
export interface InitDocument {
  readonly changes: readonly Change[];
  /** Files that are there already and stay as they are. */
  readonly kept: readonly string[];
  /** What the repository uses already. */
  readonly found: readonly string[];
  /** Lines to be put into files that are there, by hand. */
  readonly proposals: readonly { readonly path: string; readonly text: string }[];
  /** Whether a trust root will be written and signed. */
  readonly trust: boolean;
  /** Whether somebody is still to decide: then each file is shown in full. */
  readonly preview: boolean;
}

export const initTextReporter: Reporter<InitDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ changes, kept, trust, preview, found, proposals }, paint) => {
    const there = kept.length === 0 ? "" : `already there: ${kept.map(visible).join(", ")}\n`;
    const byHand = proposals.map(({ path, text }) => proposalText({ path, after: text }, paint));
    if (changes.length === 0 && !trust) return `nothing to do\n${there}${byHand.join("")}`;
    const used = found.length === 0 ? "" : `found  ${found.map(visible).join(" · ")}\n`;
    const files = changes.map((change) => fileText(change, paint, { preview }));
    const root = trust
      ? `  + ${paint.as("strong", ".lineage/trust/1.root.json")}   signed by your key\n`
      : "";
    return `${used}would write\n${files.join("")}${root}${there}${byHand.join("")}`;
  },
};

function proposalText(
  shown: Pick<Change, "after"> & { readonly path: string },
  paint: Paint,
): string {
  return `to add by hand, if you want it\n${fileText(shown, paint, { preview: true })}`;
}

function fileText(
  { path, after }: Pick<Change, "after"> & { readonly path: string },
  paint: Paint,
  { preview }: Pick<InitDocument, "preview">,
): string {
  const name = `  + ${paint.as("strong", visible(path))}\n`;
  if (!preview) return name;
  const lines = after.trimEnd().split("\n");
  return (
    name +
    lines
      .map((line) => `${paint.as("dim", `    ${paint.signs.bar} ${visible(line)}`.trimEnd())}\n`)
      .join("")
  );
}

/** What `init` did. */
export interface InitialisedDocument {
  readonly written: readonly string[];
  /** Absent where the repository had a trust root already. */
  readonly key?: { readonly id: string; readonly folder: string };
}

export const initialisedTextReporter: Reporter<InitialisedDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: ({ written, key }, paint) => {
    const lines = [
      `${paint.as("good", paint.signs.good)} wrote ${written.map(visible).join(", ")}`,
      ...(key === undefined ? [] : [`key ${key.id} in ${paint.show(key.folder)}, never in Git`]),
      "next: lineagectl attest --all, then commit",
    ];
    return `${lines.join("\n")}\n`;
  },
};
