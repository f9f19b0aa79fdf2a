import { GroupMetadata } from '#page/groups/group-metadata-collection.ts';
import type { Wid } from '#page/contacts/WAWebWidFactory.ts';

/** Those who ask to be let in, as far as the page knows. */
export function getMembershipApprovalRequests(group: Wid): Promise<Array<Record<string, unknown>>> {
  const requests = GroupMetadata.get(group)?.membershipApprovalRequests.getModelsArray() ?? [];
  return Promise.resolve(requests.map((request) => request.serialize()));
}
