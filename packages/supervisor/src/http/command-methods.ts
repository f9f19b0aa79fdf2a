const commandMethods: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Whether a request of this method may change something, and have a body. */
export function isCommandMethod(method: string | undefined): boolean {
  return method !== undefined && commandMethods.has(method);
}
