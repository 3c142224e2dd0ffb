/** Columns of one seed that are read. */
const columnsMax = 10_000;

/** The column names in the first line of a CSV file; quotes around a name belong to CSV. */
export function headerOf(text: string): readonly string[] {
  const line = /^[^\r\n]*/u.exec(text)?.[0] ?? "";
  const names: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,;\t"]*))[^,;\t]*(?:[,;\t]|$)/uy;
  while (field.lastIndex < line.length && names.length < columnsMax) {
    const match = field.exec(line);
    if (match === null) break;
    names.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? "").trim());
  }
  return names.filter((name) => name !== "");
}
