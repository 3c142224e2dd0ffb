import { counted } from "../base/text.ts";
import type { FileFacts } from "../model/file-facts.ts";
import { tableText } from "./columns.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";
import type { Paint } from "./paint.ts";

/** Every file with the adapters that read it and what it gave, or the reason why not. */
export const filesTextReporter: Reporter<readonly FileFacts[]> = {
  name: "text",
  mediaType: "text/plain",
  render: (files, paint) => {
    const rows = files.map((file) => ({
      cells: [{ text: paint.show(file.path) }, { text: file.tools.join(", ") || "-" }],
      note: { text: noteOn(file, paint), tone: (text: string) => paint.as("dim", text) },
    }));
    return `${tableText(rows, { indent: "", width: paint.width })}\n${summary(files)}\n`;
  },
};

function noteOn(file: FileFacts, paint: Paint): string {
  const { documents, assets, edges, columnEdges, declarations, why } = file;
  const parts = [
    ...(assets.length > 0 ? [counted(assets.length, "asset")] : []),
    ...(edges > 0 ? [counted(edges, "edge")] : []),
    ...(columnEdges > 0 ? [counted(columnEdges, "column edge")] : []),
    ...declarations.slice(0, 3),
    ...(declarations.length > 3 ? [`${declarations.length - 3} more`] : []),
  ];
  const only = documents > 0 && parts.length === 0 ? [counted(documents, "document")] : parts;
  return paint.show([...only, ...(why === undefined ? [] : [why])].join(", "));
}

function summary(files: readonly FileFacts[]): string {
  const speaking = files.filter(({ documents }) => documents > 0).length;
  return `${counted(files.length, "file")}: ${speaking} read, ${files.length - speaking} not`;
}

/** The same for programs. */
export const filesJsonReporter: Reporter<readonly FileFacts[]> = {
  name: "json",
  mediaType: "application/json",
  render: (files) =>
    jsonText({ schema: schemaOf("files"), files: files.map((file) => ({ ...file })) }),
};
