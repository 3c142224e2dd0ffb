// Looks at our Markdown as GitHub would: what of it is more than text, apart from what reports themselves write.

const tags = /<\/?(?:details|summary|sub|code)>|<br>|<span>\$<\/span>/gu;

/** Everything in a comment that could be markup, a link or a mention and that no report writes; empty if neutral. */
export function markupIn(markdown: string): readonly string[] {
  return outsideFences(markdown).flatMap((line) => {
    const bare = withoutCode(line).replaceAll(/\\[!-/:-@[-`{-~]/gu, "·");
    const mentions = bare.match(/(?:@|&#64;)(?!&#8203;).{0,10}/gu) ?? [];
    const references = bare.match(/(?<!&)[#!]\d+|gh-\d/giu) ?? [];
    const text = bare.replaceAll(tags, "").replaceAll(/&(?:amp|lt|gt|#\d+);/gu, "·");
    const links = text.match(/:\/\/|www\.|[<>&[\]$`~]|\b_|_\b/giu) ?? [];
    const quick = /^\s*\/[a-z]/u.test(line) ? [line] : [];
    return [...mentions, ...references, ...links, ...quick];
  });
}

/** Rows of tables whose number of cells is not that of their table's head. */
export function brokenRows(markdown: string): readonly string[] {
  let wanted: number | undefined;
  return outsideFences(markdown).flatMap((line) => {
    if (!line.startsWith("|")) wanted = undefined;
    else {
      const cells = line.replaceAll(/\\[!-/:-@[-`{-~]/gu, "").split("|").length;
      wanted ??= cells;
      return cells === wanted ? [] : [line];
    }
    return [];
  });
}

function outsideFences(markdown: string): readonly string[] {
  let fence: string | undefined;
  return markdown.split("\n").filter((line) => {
    const run = /^`{3,}/u.exec(line)?.[0];
    if (fence !== undefined) {
      if (line === fence) fence = undefined;
      return false;
    }
    fence = run;
    return run === undefined;
  });
}

/** Code spans as CommonMark finds them: a run of backticks up to the next run of the same length. */
function withoutCode(line: string): string {
  return line.replaceAll(/(?<![`\\])(`+)(?!`)(.*?)(?<!`)\1(?!`)/gu, "·");
}

/** The tags that the text opens and closes, fences and code spans apart. */
export function tagsIn(markdown: string): readonly string[] {
  return outsideFences(markdown).flatMap((line) => withoutCode(line).match(tags) ?? []);
}
