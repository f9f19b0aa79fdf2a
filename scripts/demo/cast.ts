/** One of the people of the demo: a phone, and the session that is linked to it. */
export interface Person {
  readonly name: string;
  readonly number: string;
  readonly sessionId: string;
  readonly userId: number;
  readonly instanceName: string;
}

export const ann: Person = {
  name: 'Ann',
  number: '15550000001',
  sessionId: 'user_1_instance_main',
  userId: 1,
  instanceName: 'Main',
};

export const ben: Person = {
  name: 'Ben',
  number: '15550000002',
  sessionId: 'user_2_instance_personal',
  userId: 2,
  instanceName: 'Personal',
};

export const cleo: Person = {
  name: 'Cleo',
  number: '15550000003',
  sessionId: 'user_2_instance_shop',
  userId: 2,
  instanceName: 'Shop',
};

export const people: readonly Person[] = [ann, ben, cleo];
