/**
 * Escapes that can spell a key or a kind in other letters, and the mark of UTF-16: such a file is
 * read, or reported as unreadable, so that nothing hides behind `"\x6bind"`.
 */
const escapes = String.raw`\\(?:[xuU]|\r?\n)|^\ufffd\ufffd`;

/** The text of a file whose objects may be Kubernetes', whatever their group. */
export const kubernetesSign: RegExp = new RegExp(
  String.raw`\bapiVersion["']?\s*:(?!\s*(?:[&!]\S+\s+)*["']?lineagectl\.dev\b)|${escapes}`,
  "u",
);

export const argoSign: RegExp = new RegExp(String.raw`argoproj\.io|${escapes}`, "u");

export const ownSign: RegExp = /\bapiVersion["']?\s*[:=]\s*(?:[&!]\S+\s+)*["']?lineagectl\.dev\b/u;
