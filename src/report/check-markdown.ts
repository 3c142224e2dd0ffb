import { commentPage, placesInComment } from "./check-page.ts";
import type { ReviewReporter } from "./document.ts";
import { markdownOf } from "./page-markdown.ts";

/** The comment of a pull request and the summary of a job; its first line is a check run's title. */
export const checkMarkdownReporter: ReviewReporter = {
  name: "markdown",
  mediaType: "text/markdown",
  explains: true,
  placesShown: placesInComment,
  render: (document) => markdownOf(commentPage(document)),
};
