import { Collection, type Key } from '#page/core/collection.ts';
import { createWid, type Wid } from '#page/contacts/WAWebWidFactory.ts';
import { Model } from '#page/core/model.ts';
import { serverLink } from '#page/socket/server-link.ts';

type Told = { description?: string; category?: string; address?: string; email?: string; websites?: string[] };

class BusinessProfileModel extends Model {
  readonly id: Wid;

  constructor(id: Wid) {
    super();
    this.id = id;
  }
}

export class BusinessProfileCollection extends Collection<BusinessProfileModel> {
  /** What a business says of itself; without `profileOptions` where it says nothing. */
  async find(key: Key): Promise<BusinessProfileModel> {
    const id = createWid(key);
    const model = this.get(id) ?? this.add(new BusinessProfileModel(id));
    const told = (await serverLink.request('business', { wid: id._serialized })) as Told | null;
    if (told === null) return model;
    const { category, websites, ...texts } = told;
    const categories = category === undefined ? [] : [{ id: category.toLowerCase(), localized_display_name: category }];
    return model.set({ ...texts, categories, website: websites ?? [], profileOptions: { commerceExperience: 'none', cartEnabled: false } });
  }
}

/** What the businesses that this page has looked at say of themselves. */
export const BusinessProfile = new BusinessProfileCollection();
