/** Where votes arrive; whatsapp-web.js listens by replacing the function. */
export const pollVoteTableMode = {
  bulkUpsert(_votes: unknown[]): void {
    // The votes are kept by the server, which is asked for them.
  },
};
