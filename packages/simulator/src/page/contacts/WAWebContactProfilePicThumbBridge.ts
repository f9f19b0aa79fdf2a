/** Nobody here has a profile picture. */
export function requestProfilePicFromServer(): Promise<undefined> {
  return Promise.resolve(undefined);
}
