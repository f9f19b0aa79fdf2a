/** What the page shows without asking again: nothing here. */
export const InMemoryMediaBlobCache = {
  put(): void {
    // Nobody looks at this page.
  },
};
