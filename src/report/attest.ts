import { counted } from "../base/text.ts";
import type { Reporter } from "./document.ts";
import { jsonText, schemaOf } from "./json.ts";
import { hanging } from "./wrap.ts";

/** What `attest` did. */
export type AttestDocument =
  | { readonly did: "nothing"; readonly files: number }
  | {
      readonly did: "wrote" | "would write";
      readonly path: string;
      readonly payload: string;
      readonly assets: number;
      readonly subjects: number;
      readonly removed: number;
      readonly signer: string;
      readonly keyType: string;
    };

export const attestTextReporter: Reporter<AttestDocument> = {
  name: "text",
  mediaType: "text/plain",
  render: (document, paint) => {
    if (document.did === "nothing") {
      const what =
        document.files === 0
          ? "no covered file differs"
          : `${counted(document.files, "file")} already attested as they are`;
      return `nothing to attest: ${what}\n`;
    }
    const { did, path, assets, subjects, removed, signer, keyType } = document;
    const gone = removed === 0 ? "" : `, ${counted(removed, "file")} removed`;
    const about = `${counted(assets, "changed asset")}, ${counted(subjects, "subject")}${gone}, signed by ${paint.show(signer)} (${keyType})`;
    const verb = did === "wrote" ? "entry  " : "would write  ";
    const next =
      did === "wrote"
        ? `add it to the commit:  git add ${path.slice(0, path.lastIndexOf("/"))}\n`
        : "";
    const indented = hanging({ lead: "  ", indent: 2, text: about }, paint.width);
    return `${verb}${paint.as("strong", path)}\n${indented.join("\n")}\n${next}`;
  },
};

export const attestJsonReporter: Reporter<AttestDocument> = {
  name: "json",
  mediaType: "application/json",
  render: (document) => jsonText({ schema: schemaOf("attest"), ...document }),
};
