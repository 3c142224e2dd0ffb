import { counted } from "../base/text.ts";
import { nameOf } from "../model/ids.ts";
import type { AssetHistory, CommitFacts, HistoryEntry } from "../model/history.ts";
import { changeSigns, fieldsText } from "./changes-text.ts";
import type { Reporter } from "./document.ts";
import type { Paint } from "./paint.ts";
import { hanging, wrapped } from "./wrap.ts";

/** Newest first: who, when, which commit, and what changed; below a merge the commits that it brought. */
export const historyTextReporter: Reporter<AssetHistory> = {
  name: "text",
  mediaType: "text/plain",
  render: (history, paint) => {
    const { asset, entries, commits, cutOff } = history;
    const name = paint.as("strong", paint.show(nameOf(asset)));
    const title = `${name}  ${counted(entries.length, "change")} in ${counted(commits, "commit")}\n`;
    const end = cutOff ? [`${wrapped(shallow, paint.width).join("\n")}\n`] : [];
    return [title, ...entries.map((entry) => entryText(entry, paint)), ...end].join("\n");
  },
};

const shallow =
  "the clone is shallow, and the asset was there before it begins: git fetch --unshallow";

const verbs = { added: "added", removed: "removed", modified: "changed" } as const;

function entryText(entry: HistoryEntry, paint: Paint): string {
  const { change, merged } = entry;
  const was = change.formerly === undefined ? "" : `, was ${paint.show(nameOf(change.formerly))}`;
  const what = `${changeSigns[change.change]} ${verbs[change.change]}${was}`;
  const fields = change.change === "modified" ? fieldsText(change.fields, paint) : [];
  const lines = [
    ...commitLines(entry, paint),
    `  ${what}`,
    ...fields.map((line) => `    ${line}`),
    ...merged.flatMap((commit) => commitLines(commit, paint).map((line) => `  ${line}`)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

/** `3f2a91c07b  2026-11-24  Ada  its subject`. */
function commitLines({ id, when, author, subject }: CommitFacts, paint: Paint): readonly string[] {
  const lead = `${id.slice(0, 10)}  ${when.slice(0, "YYYY-MM-DD".length)}  `;
  const text = `${paint.show(author)}: ${paint.show(subject)}`;
  return hanging({ lead: paint.as("dim", lead), indent: lead.length, text }, paint.width - 2);
}
